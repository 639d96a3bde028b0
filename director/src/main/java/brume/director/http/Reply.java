package brume.director.http;

import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a handler answers. The status is the one that the route declares, or 204 for {@link #nothing()}.
 *
 * @param etag version of what is shown, without quotes
 * @param headers besides those that the server sets
 */
public record Reply(Body body, Optional<String> etag, Map<String, String> headers) {
    /** The kinds of bodies. */
    public sealed interface Body {
        record Nothing() implements Body {}

        /** Written by {@link Json}: a record, a list of records or a {@link Page}. */
        record Tree(Object value) implements Body {
            public Tree {
                Objects.requireNonNull(value);
            }
        }

        /** Bytes; the server closes the stream. {@code length} in bytes. */
        record Raw(InputStream stream, long length, String mediaType) implements Body {
            public Raw {
                Objects.requireNonNull(stream);
                Objects.requireNonNull(mediaType);
            }
        }

        /**
         * Bytes of unknown number; the server closes the stream. A failure of the stream breaks the connection, so that what came is not taken for the whole.
         *
         * @param live the head goes out before the first byte, and every byte as soon as it is read
         */
        record Flow(InputStream stream, String mediaType, boolean live) implements Body {
            public Flow {
                Objects.requireNonNull(stream);
                Objects.requireNonNull(mediaType);
            }
        }

        /** Server-sent events behind the position, until the client goes away or the director closes. */
        record Events(EventFeed feed, long after) implements Body {
            public Events {
                Objects.requireNonNull(feed);
            }
        }
    }

    public Reply {
        Objects.requireNonNull(body);
        Objects.requireNonNull(etag);
        headers = Map.copyOf(headers);
    }

    /** A record, a list of records or a {@link Page}, as the route declares. */
    public static Reply of(Object value) {
        return new Reply(new Body.Tree(value), Optional.empty(), Map.of());
    }

    /** 204. */
    public static Reply nothing() {
        return new Reply(new Body.Nothing(), Optional.empty(), Map.of());
    }

    /** Bytes to download. */
    public static Reply raw(InputStream stream, long length, String mediaType) {
        return new Reply(new Body.Raw(stream, length, mediaType), Optional.empty(), Map.of());
    }

    /** Bytes to download as they come. */
    public static Reply flow(InputStream stream, String mediaType) {
        return new Reply(new Body.Flow(stream, mediaType, false), Optional.empty(), Map.of());
    }

    /** Lines to follow: each goes out when it is there. */
    public static Reply live(InputStream stream, String mediaType) {
        return new Reply(new Body.Flow(stream, mediaType, true), Optional.empty(), Map.of());
    }

    public static Reply events(EventFeed feed, long after) {
        return new Reply(new Body.Events(feed, after), Optional.empty(), Map.of());
    }

    /** With a version; clients give it back as {@code If-Match} or {@code If-None-Match}. */
    public Reply etag(String version) {
        return new Reply(body, Optional.of(version), headers);
    }

    public Reply etag(long generation) {
        return etag(Long.toString(generation));
    }

    public Reply header(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Reply(body, etag, more);
    }

    /** Suggests a file name to the client that downloads. */
    public Reply filename(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return header("Content-Disposition", "attachment; filename=\"" + safe + "\"");
    }
}
