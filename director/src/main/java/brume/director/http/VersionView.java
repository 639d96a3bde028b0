package brume.director.http;

import java.util.Objects;

/** What answers here. */
public record VersionView(String version, String api) {
    public VersionView {
        Objects.requireNonNull(version);
        Objects.requireNonNull(api);
    }
}
