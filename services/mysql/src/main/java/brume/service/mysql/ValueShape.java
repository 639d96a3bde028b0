package brume.service.mysql;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which values a server variable takes. */
sealed interface ValueShape {
    /** A whole number, bounds included. */
    record Whole(long min, long max) implements ValueShape {}

    /** A number of bytes, with K, M or G behind it if wanted; bounds in bytes, included. */
    record Size(long min, long max) implements ValueShape {}

    /** A number with up to six decimals, bounds included: seconds. */
    record Decimal(long min, long max) implements ValueShape {}

    /** One word of a list. */
    record OneOf(List<String> words) implements ValueShape {
        public OneOf {
            words = List.copyOf(words);
        }
    }

    /** Any number of words of a list, with commas between. */
    record SomeOf(List<String> words) implements ValueShape {
        public SomeOf {
            words = List.copyOf(words);
        }
    }

    /** A collation: one of a character set that the server has. */
    record Collation(List<String> characterSets) implements ValueShape {
        public Collation {
            characterSets = List.copyOf(characterSets);
        }
    }

    Pattern SIZE = Pattern.compile("([0-9]{1,15})([KMG]?)");
    Pattern WHOLE = Pattern.compile("[0-9]{1,15}");
    Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,6})?");

    /** What is wrong with a value, as the end of a sentence; empty when nothing is. */
    default Optional<String> fault(String value) {
        Objects.requireNonNull(value);
        return switch (this) {
            case Whole(long min, long max) -> unless(
                    WHOLE.matcher(value).matches() && within(Long.parseLong(value), min, max), "takes a whole number from " + min + " to " + max);
            case Size(long min, long max) -> unless(
                    bytes(value).filter(b -> within(b, min, max)).isPresent(), "takes " + min + " to " + max + " bytes; K, M and G may stand behind the number");
            case Decimal(long min, long max) -> unless(
                    DECIMAL.matcher(value).matches() && within(new BigDecimal(value).longValue(), min, max), "takes a number from " + min + " to " + max);
            case OneOf(List<String> words) -> unless(words.contains(value), "takes one of " + String.join(", ", words));
            case SomeOf(List<String> words) -> unless(
                    value.isEmpty() || words.containsAll(List.of(value.split(",", -1))), "takes words out of " + String.join(", ", words) + ", with commas between, or nothing");
            case Collation(List<String> sets) -> unless(
                    value.equals("binary") || sets.stream().anyMatch(set -> value.matches(set + "_[a-z0-9_]{1,40}")), "takes a collation such as utf8mb4_general_ci");
        };
    }

    private static Optional<String> unless(boolean good, String fault) {
        return good ? Optional.empty() : Optional.of(fault);
    }

    private static boolean within(long number, long min, long max) {
        return number >= min && number <= max;
    }

    private static Optional<Long> bytes(String value) {
        Matcher matcher = SIZE.matcher(value);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unit = switch (matcher.group(2)) {
            case "K" -> 1L << 10;
            case "M" -> 1L << 20;
            case "G" -> 1L << 30;
            case null, default -> 1;
        };
        long number = Long.parseLong(matcher.group(1));
        return number > Long.MAX_VALUE / unit ? Optional.empty() : Optional.of(number * unit);
    }
}
