package brume.director.app;

import brume.director.blob.Blob;
import brume.director.blob.CodeArchive;
import java.util.Map;
import java.util.Optional;

/**
 * Bytes at hand for a change, looked through before its transaction begins.
 *
 * @param blobs by digest
 * @param archives what became of code, by the digest of the upload
 */
record Supplies(Map<String, Blob> blobs, Map<String, CodeArchive.Result.Normalised> archives) {
    static final Supplies NONE = new Supplies(Map.of(), Map.of());

    Supplies {
        blobs = Map.copyOf(blobs);
        archives = Map.copyOf(archives);
    }

    Blob blob(String digest) {
        return Optional.ofNullable(blobs.get(digest)).orElseThrow(() -> new IllegalStateException("supplied before"));
    }

    CodeArchive.Result.Normalised archive(String digest) {
        return Optional.ofNullable(archives.get(digest)).orElseThrow(() -> new IllegalStateException("supplied before"));
    }
}
