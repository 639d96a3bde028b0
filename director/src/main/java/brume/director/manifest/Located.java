package brume.director.manifest;

import brume.core.problem.Place;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A value of a JSON or YAML document that knows its place. */
sealed interface Located {
    Place place();

    /** Fields in the order of the document. */
    record Fields(Place place, Map<String, Located> values) implements Located {
        public Fields {
            Objects.requireNonNull(place);
            // Not copied: Map.copyOf would lose the document's order; the reader hands its map over.
        }

        Optional<Located> find(String name) {
            return Optional.ofNullable(values.get(name));
        }
    }

    record Items(Place place, List<Located> values) implements Located {
        public Items {
            values = List.copyOf(values);
        }
    }

    record Text(Place place, String value) implements Located {}

    record Numeral(Place place, BigDecimal value) implements Located {}

    record Truth(Place place, boolean value) implements Located {}

    record Nothing(Place place) implements Located {}

    /** What a person calls this kind of value. */
    default String kind() {
        return switch (this) {
            case Fields f -> "an object";
            case Items i -> "a list";
            case Text t -> "text";
            case Numeral n -> "a number";
            case Truth t -> "true or false";
            case Nothing n -> "null";
        };
    }
}
