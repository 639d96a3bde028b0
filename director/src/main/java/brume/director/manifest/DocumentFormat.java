package brume.director.manifest;

/** The two ways to write a manifest. */
public enum DocumentFormat {
    JSON,
    YAML;

    /** By the first character that is not white space: JSON documents that are manifests begin with a brace. */
    public static DocumentFormat guess(String text) {
        return text.stripLeading().startsWith("{") ? JSON : YAML;
    }
}
