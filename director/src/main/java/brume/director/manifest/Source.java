package brume.director.manifest;

import brume.core.problem.Place;
import brume.director.revision.Content;
import java.net.URI;
import java.util.Objects;

/** Where the bytes of an archive, dump or script come from. */
public sealed interface Source {
    Place place();

    /** Fetched by the director. {@code http} or {@code https}, with a host. */
    record Url(URI uri, Place place) implements Source {
        public Url {
            Objects.requireNonNull(uri);
        }
    }

    /** Bytes that the director has already. */
    record Kept(Content content, Place place) implements Source {
        public Kept {
            Objects.requireNonNull(content);
        }
    }

    /** A file beside the manifest, sent along by whoever deploys. Relative, below the manifest's folder, with forward slashes. */
    record LocalFile(String path, Place place) implements Source {
        public LocalFile {
            Objects.requireNonNull(path);
        }
    }
}
