package brume.director.engine;

import java.util.Objects;
import java.util.Optional;

/**
 * One run of a director, as its claims name it.
 *
 * @param home what all runs of this director have in common and no other director has, where it is certain that only one of them runs at a time; at most 16 letters and digits
 * @param run a name that no other run of any director has; at most 40 characters
 */
public record Incarnation(Optional<String> home, String run) {
    public Incarnation {
        Objects.requireNonNull(home);
        Objects.requireNonNull(run);
        if (!home.orElse("none").matches("[a-z0-9]{1,16}") || run.length() > 40) {
            throw new IllegalArgumentException("not an incarnation: " + home + " " + run);
        }
    }

    /** A director of which nobody knows whether earlier runs of it have ended. */
    public static Incarnation of(String run) {
        return new Incarnation(Optional.empty(), run);
    }

    /** What tokens of all runs of this director begin with, and no others; empty where that cannot be said. */
    Optional<String> family() {
        return home.map(name -> name + "/");
    }

    /** The token of the claims that this run makes by its {@code number}th call. */
    String token(long number) {
        return family().orElse("") + run + ":" + number;
    }
}
