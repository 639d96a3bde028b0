package brume.director.blob;

import brume.core.outcome.Outcome;
import brume.director.engine.Kind;
import brume.director.engine.Reconciler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/** Removes blobs that nothing names any more. Woken by whatever ends a name. */
public final class BlobReconciler implements Reconciler {
    /** For uploads that nobody used. */
    private static final Duration LOOK = Duration.ofHours(1);

    private final BlobStore blobs;

    public BlobReconciler(BlobStore blobs) {
        this.blobs = Objects.requireNonNull(blobs);
    }

    @Override
    public Kind kind() {
        return Kind.BLOBS;
    }

    @Override
    public Outcome reconcile(UUID id) {
        try {
            int gone = blobs.collect();
            return gone < BlobStore.COLLECT_MAX
                    ? new Outcome.Settled("Nothing is left over.", LOOK)
                    : new Outcome.Working("Removes files that nothing needs any more.", Duration.ofMillis(1));
        } catch (IOException e) {
            throw new UncheckedIOException("a file of a blob cannot be removed", e);
        }
    }
}
