package brume.director.service;

import brume.core.agent.ContentRef;
import brume.core.id.CodeId;
import brume.core.id.ServiceId;
import brume.core.service.CodeVersion;
import java.time.Instant;
import java.util.Objects;

/**
 * A row of table {@code code}: one uploaded code version.
 *
 * @param format of the upload, such as {@code tar.gz}
 * @param upload the bytes as they came, for download
 * @param content the normalised archive that nodes unpack
 */
public record Code(
        CodeId id, ServiceId service, String filename, String description, String format, Bytes upload, Bytes content, int entries, Instant createdAt) {
    public Code {
        Objects.requireNonNull(id);
        Objects.requireNonNull(service);
        Objects.requireNonNull(filename);
        Objects.requireNonNull(description);
        Objects.requireNonNull(format);
        Objects.requireNonNull(upload);
        Objects.requireNonNull(content);
        Objects.requireNonNull(createdAt);
    }

    /** A blob: SHA-256 and size in bytes. */
    public record Bytes(String digest, long size) {}

    /** As nodes get it. */
    CodeVersion version() {
        return new CodeVersion(id, new ContentRef("code-" + id, content.digest(), content.size()));
    }
}
