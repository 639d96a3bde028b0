package brume.director.http;

import java.util.Objects;

/** What a route takes as its body. */
public sealed interface Input {
    /** No body; one that comes all the same is refused. */
    record Nothing() implements Input {}

    /** A JSON object that is read into the record. */
    record Json(Class<? extends Record> type) implements Input {
        public Json {
            Objects.requireNonNull(type);
        }
    }

    /**
     * Bytes, streamed to the handler.
     *
     * @param maxBytes 413 beyond it
     * @param text what the bytes are, for the document
     */
    record Raw(long maxBytes, String text) implements Input {
        public Raw {
            Objects.requireNonNull(text);
        }
    }
}
