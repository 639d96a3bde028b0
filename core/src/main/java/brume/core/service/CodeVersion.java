package brume.core.service;

import brume.core.agent.ContentRef;
import brume.core.id.CodeId;
import java.util.Objects;

/** A code version as nodes get it: {@code content} is a gzipped tar with safe relative entries only, whatever the user uploaded. */
public record CodeVersion(CodeId id, ContentRef content) {
    public CodeVersion {
        Objects.requireNonNull(id);
        Objects.requireNonNull(content);
    }
}
