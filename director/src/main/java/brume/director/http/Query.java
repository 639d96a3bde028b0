package brume.director.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A declared query parameter. Every parameter of a request is read before the handler runs, so that all mistakes are told at once; one that the route does not declare is a
 * mistake too.
 *
 * @param name in the URL
 * @param type what it is in the OpenAPI document
 * @param text one sentence for the document
 * @param required whether the route cannot do without it
 * @param parse reads the text form; throws {@link IllegalArgumentException} with a sentence for the caller
 */
public record Query<T>(String name, Type type, String text, boolean required, Function<String, T> parse) {
    /** The kinds of values. */
    public sealed interface Type {
        record Text(int maxLength) implements Type {}

        record Whole(long minimum, long maximum) implements Type {}

        record Flag() implements Type {}

        record Choice(List<String> values) implements Type {
            public Choice {
                values = List.copyOf(values);
            }
        }
    }

    /** Longest text that is taken unless a parameter says otherwise, in characters. */
    public static final int TEXT_MAX = 400;

    public Query {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(text);
        Objects.requireNonNull(parse);
    }

    public static Query<String> text(String name, String text) {
        return text(name, text, TEXT_MAX);
    }

    public static Query<String> text(String name, String text, int maxLength) {
        return new Query<>(name, new Type.Text(maxLength), text, false, value -> {
            if (value.length() > maxLength) {
                throw new IllegalArgumentException("is longer than " + maxLength + " characters");
            }
            return value;
        });
    }

    public static Query<Long> number(String name, long minimum, long maximum, String text) {
        return new Query<>(name, new Type.Whole(minimum, maximum), text, false, value -> {
            try {
                long number = Long.parseLong(value);
                if (number >= minimum && number <= maximum) {
                    return number;
                }
            } catch (NumberFormatException notANumber) {
                // told below, like a number out of range
            }
            throw new IllegalArgumentException("is a whole number from " + minimum + " to " + maximum);
        });
    }

    public static Query<Boolean> flag(String name, String text) {
        return new Query<>(name, new Type.Flag(), text, false, value -> switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is true or false");
        });
    }

    /** One of the constants, written in lower case. */
    public static <E extends Enum<E>> Query<E> choice(String name, Class<E> type, String text) {
        List<String> values =
                Arrays.stream(type.getEnumConstants()).map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
        return new Query<>(name, new Type.Choice(values), text, false, value -> Arrays.stream(type.getEnumConstants())
                .filter(e -> e.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is one of " + values.stream().collect(Collectors.joining(", ")))));
    }

    /** The same parameter, refused when it is missing. */
    public Query<T> mandatory() {
        return new Query<>(name, type, text, true, parse);
    }

    /** The same parameter with its text read further; {@code then} throws {@link IllegalArgumentException} with a sentence for the caller. */
    public <U> Query<U> then(Function<T, U> then) {
        return new Query<>(name, type, text, required, parse.andThen(then));
    }

    Optional<String> violation(String value) {
        try {
            Objects.requireNonNull(parse.apply(value));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(Optional.ofNullable(e.getMessage()).orElse("is not understood"));
        }
    }
}
