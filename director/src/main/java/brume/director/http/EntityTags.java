package brume.director.http;

/** Entity tags (RFC 9110, section 8.8.3). Ours are strong and hold a version, which is a generation or a digest. */
final class EntityTags {
    private EntityTags() {}

    static String quote(String version) {
        return '"' + version + '"';
    }

    /** Whether the header's list, as in {@code If-Match} and {@code If-None-Match}, names the version. */
    static boolean match(String header, String version) {
        String quoted = quote(version);
        for (String part : header.split(",", -1)) {
            String tag = part.strip();
            if (tag.equals("*") || tag.equals(quoted)) {
                return true;
            }
        }
        return false;
    }
}
