package brume.service.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * Why one cannot use another, as a report tells it in the fact {@link Facts#TROUBLE} with the other's address.
 *
 * @param since to the second
 * @param text continues a sentence that begins with the other: {@code answers 503}
 */
public record Trouble(Instant since, String text) {
    public Trouble {
        since = since.truncatedTo(ChronoUnit.SECONDS);
        Objects.requireNonNull(text);
    }

    /** As a fact's value. */
    public String toText() {
        return since + " " + text;
    }

    /** Empty when it is none: an agent of another time may say it otherwise. */
    static Optional<Trouble> parse(String fact) {
        String[] words = fact.split(" ", 2);
        try {
            return words.length == 2 ? Optional.of(new Trouble(Instant.parse(words[0]), words[1])) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
