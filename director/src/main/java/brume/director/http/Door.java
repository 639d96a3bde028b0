package brume.director.http;

/** A listener with its own port, TLS settings and path prefix. A path of one door does not exist behind the other. */
public enum Door {
    /** For people and their programs; callers show a bearer token. */
    API("/api/v1"),
    /** For agents; callers show a client certificate, except to enrol. */
    AGENT("/agent/v1");

    private final String prefix;

    Door(String prefix) {
        this.prefix = prefix;
    }

    public String prefix() {
        return prefix;
    }
}
