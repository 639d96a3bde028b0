package brume.director.blob;

import java.util.Objects;

/** An upload: SHA-256 in lower-case hexadecimal, size in bytes. */
public record BlobView(String digest, long size) {
    public BlobView {
        Objects.requireNonNull(digest);
    }
}
