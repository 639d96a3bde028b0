package brume.director.http;

/** Methods of the API. HEAD is answered wherever GET is. */
public enum Verb {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE;

    /** Whether a request may change something, and is therefore audited and takes idempotency keys. */
    public boolean mutates() {
        return this != GET;
    }
}
