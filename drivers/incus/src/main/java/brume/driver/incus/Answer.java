package brume.driver.incus;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** What the daemon said to a call, after its background operation, if there was one, came to an end. */
sealed interface Answer {
    /** @param metadata of a synchronous answer its metadata, of an operation the operation */
    record Done(JsonNode metadata) implements Answer {}

    /**
     * @param code as HTTP status codes go; 400 and 500 say nothing when an operation failed
     * @param text the daemon's words
     * @param operation path of the operation that failed, empty when the call itself was refused
     */
    record Refused(int code, String text, Optional<String> operation, Optional<Duration> retryAfter) implements Answer {
        boolean says(String part) {
            return text.contains(part);
        }
    }
}
