package brume.director.manifest;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;

/**
 * The two mistakes that people make most in JSON, found at a parse error and mended in a copy of the text, so that reading can go on: a missing comma and one too many. The
 * mended copy only serves to find more mistakes; it is never deployed. Lines and columns of what follows stay as they were.
 */
record JsonMend(String text, Problem problem) {

    static Optional<JsonMend> of(String text, JsonProcessingException error, String source) {
        JsonLocation location = error.getLocation();
        if (location == null || location.getCharOffset() < 0) {
            return Optional.empty();
        }
        // The parser has read the character that it did not expect, or stands before it: look at both.
        int offset = (int) Math.min(location.getCharOffset(), text.length());
        int unexpected = offset;
        while (unexpected > 0 && (unexpected >= text.length() || Character.isWhitespace(text.charAt(unexpected)))) {
            unexpected--;
        }
        String message = error.getOriginalMessage();
        if (message.contains("was expecting comma")) {
            return missingComma(text, unexpected, source);
        }
        return extraComma(text, unexpected, source);
    }

    private static Optional<JsonMend> missingComma(String text, int unexpected, String source) {
        int before = lastSolid(text, unexpected - 1);
        char next = text.charAt(unexpected);
        if (before < 0 || (next != '"' && next != '{' && next != '[' && !Character.isLetterOrDigit(next) && next != '-')) {
            return Optional.empty();
        }
        Problem problem = Problem.at(
                "missing-comma", "A comma is missing after this value.", place(text, before + 1, source));
        // A blank in the gap gives way to the comma, so that nothing moves; between lines it goes to the end of the first.
        int blank = text.substring(before + 1, unexpected).lastIndexOf(' ');
        String mended = blank >= 0
                ? text.substring(0, before + 1 + blank) + "," + text.substring(before + 2 + blank)
                : text.substring(0, before + 1) + "," + text.substring(before + 1);
        return Optional.of(new JsonMend(mended, problem));
    }

    private static Optional<JsonMend> extraComma(String text, int unexpected, String source) {
        char closing = text.charAt(unexpected);
        int before = lastSolid(text, unexpected - 1);
        if ((closing != ']' && closing != '}') || before < 0 || text.charAt(before) != ',') {
            return Optional.empty();
        }
        Problem problem = Problem.at(
                "extra-comma", "The comma before '" + closing + "' must go: nothing follows it.", place(text, before, source));
        return Optional.of(new JsonMend(text.substring(0, before) + " " + text.substring(before + 1), problem));
    }

    private static int lastSolid(String text, int from) {
        int at = from;
        while (at >= 0 && Character.isWhitespace(text.charAt(at))) {
            at--;
        }
        return at;
    }

    private static Place place(String text, int offset, String source) {
        String before = text.substring(0, offset);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Place(source, line, offset - before.lastIndexOf('\n'), "");
    }
}
