package brume.director.manifest;

import brume.core.problem.Place;
import brume.director.revision.Content;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;

/** Where the bytes of an archive, dump or script come from. */
public sealed interface Source {
    Place place();

    /** Fetched by the director. {@code http} or {@code https}, with a host. */
    record Url(URI uri, Place place) implements Source {
        public Url {
            Objects.requireNonNull(uri);
        }

        /** Empty when the text is not an http or https URL without user and password. */
        public static Optional<Url> parse(String text, Place place) {
            try {
                URI uri = new URI(text);
                boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
                return web && uri.getHost() != null && uri.getUserInfo() == null ? Optional.of(new Url(uri, place)) : Optional.empty();
            } catch (URISyntaxException e) {
                return Optional.empty(); // the parser's own words help nobody
            }
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
