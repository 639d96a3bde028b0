package brume.director.http;

import java.util.Objects;

/** What a route answers with when it succeeds. */
public sealed interface Output {
    /** No body. */
    record Nothing() implements Output {}

    /** One record as a JSON object. */
    record One(Class<? extends Record> type) implements Output {
        public One {
            Objects.requireNonNull(type);
        }
    }

    /** A JSON array of records, complete. */
    record Many(Class<? extends Record> type) implements Output {
        public Many {
            Objects.requireNonNull(type);
        }
    }

    /** A {@link Page} of records. */
    record Paged(Class<? extends Record> type) implements Output {
        public Paged {
            Objects.requireNonNull(type);
        }
    }

    /** A JSON object of no fixed shape. */
    record Document(String text) implements Output {
        public Document {
            Objects.requireNonNull(text);
        }
    }

    /** Bytes of the media type, streamed. */
    record Raw(String mediaType, String text) implements Output {
        public Raw {
            Objects.requireNonNull(mediaType);
            Objects.requireNonNull(text);
        }
    }

    /** A stream of server-sent events whose data are records of the type. */
    record Events(Class<? extends Record> type) implements Output {
        public Events {
            Objects.requireNonNull(type);
        }
    }
}
