package brume.director.engine;

import java.time.Duration;

/** Small shapes of text that the engine writes. */
final class Texts {
    private Texts() {}

    static String cut(String text, int charsMax) {
        return text.length() <= charsMax ? text : text.substring(0, charsMax - 1) + "…";
    }

    /** For people: {@code 40 s}, {@code 12 min}, {@code 3 h}. */
    static String rough(Duration duration) {
        if (duration.toMinutes() < 2) {
            return duration.toSeconds() + " s";
        }
        return duration.toHours() < 2 ? duration.toMinutes() + " min" : duration.toHours() + " h";
    }
}
