package brume.director.http;

/** A director that serves on loopback ports. */
public interface Served {
    /** Base URL of a door, without its prefix. */
    String url(Door door);

    /** Its certificate authority, PEM. */
    String caPem();

    /** Its own OpenAPI document, as a contract. */
    ApiContract contract();
}
