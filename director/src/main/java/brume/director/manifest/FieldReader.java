package brume.director.manifest;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads typed fields of one object and notes what does not fit. */
final class FieldReader {
    private final Located.Fields fields;
    private final List<Problem> problems;

    FieldReader(Located.Fields fields, List<Problem> problems) {
        this.fields = fields;
        this.problems = problems;
    }

    Place place(String name) {
        return fields.find(name).map(Located::place).orElse(fields.place());
    }

    void mistake(String name, String code, String text) {
        problems.add(Problem.at(code, text, place(name)));
    }

    void refuseOthers(Set<String> known, String what) {
        fields.values().forEach((name, value) -> {
            if (!known.contains(name)) {
                String hint = known.stream()
                        .filter(k -> k.equalsIgnoreCase(name))
                        .findFirst()
                        .map(k -> " Did you mean '" + k + "'?")
                        .orElse(" It takes: " + String.join(", ", new TreeSet<>(known)) + ".");
                problems.add(Problem.at("unknown-field", "A " + what + " has no field '" + name + "'." + hint, value.place()));
            }
        });
    }

    /** A string; numbers are taken as they are written, as ConPaaS's manifests mix both. */
    Optional<String> text(String name) {
        return fields.find(name).flatMap(value -> switch (value) {
            case Located.Text t -> Optional.of(t.value());
            case Located.Numeral n -> Optional.of(n.value().toPlainString());
            case Located.Fields f -> wrongKind(name, "text", value);
            case Located.Items i -> wrongKind(name, "text", value);
            case Located.Truth t -> wrongKind(name, "text", value);
            case Located.Nothing n -> Optional.empty();
        });
    }

    Optional<String> name(String field, int charsMax) {
        Optional<String> text = text(field).map(String::strip);
        if (text.isPresent()) {
            if (text.get().isEmpty() || text.get().length() > charsMax) {
                mistake(field, "bad-name", "'" + field + "' has 1 to " + charsMax + " characters.");
            } else if (text.get().chars().anyMatch(c -> Character.isISOControl(c) || c == '/')) {
                mistake(field, "bad-name", "'" + field + "' may not contain slashes or control characters.");
            }
        }
        return text;
    }

    /** 0/1, "0"/"1" or true/false. */
    Optional<Boolean> flag(String name) {
        return fields.find(name).flatMap(value -> {
            Optional<String> written = switch (value) {
                case Located.Truth t -> Optional.of(t.value() ? "1" : "0");
                case Located.Numeral n -> Optional.of(n.value().toPlainString());
                case Located.Text t -> Optional.of(t.value());
                case Located.Fields f -> Optional.empty();
                case Located.Items i -> Optional.empty();
                case Located.Nothing n -> Optional.empty();
            };
            if (written.isPresent() && (written.get().equals("0") || written.get().equals("1"))) {
                return Optional.of(written.get().equals("1"));
            }
            mistake(name, "not-a-flag", "'" + name + "' is 1 or 0.");
            return Optional.empty();
        });
    }

    /** A whole number, or a string that holds one. */
    Optional<Integer> count(String name) {
        return fields.find(name).flatMap(value -> {
            Optional<BigDecimal> number = switch (value) {
                case Located.Numeral n -> Optional.of(n.value());
                case Located.Text t -> t.value().matches("-?[0-9]{1,9}") ? Optional.of(new BigDecimal(t.value())) : Optional.empty();
                case Located.Fields f -> Optional.empty();
                case Located.Items i -> Optional.empty();
                case Located.Truth t -> Optional.empty();
                case Located.Nothing n -> Optional.empty();
            };
            boolean whole = number.isPresent()
                    && number.get().stripTrailingZeros().scale() <= 0
                    && number.get().abs().compareTo(BigDecimal.valueOf(1_000_000)) < 0;
            if (!whole) {
                mistake(name, "not-a-count", "'" + name + "' is a whole number of nodes, not " + value.kind() + ".");
                return Optional.empty();
            }
            return Optional.of(number.get().intValueExact());
        });
    }

    Optional<Located.Items> items(String name) {
        return fields.find(name).flatMap(value -> switch (value) {
            case Located.Items i -> Optional.of(i);
            case Located.Fields f -> wrongKind(name, "a list", value);
            case Located.Text t -> wrongKind(name, "a list", value);
            case Located.Numeral n -> wrongKind(name, "a list", value);
            case Located.Truth t -> wrongKind(name, "a list", value);
            case Located.Nothing n -> wrongKind(name, "a list", value);
        });
    }

    Optional<Located.Fields> object(String name) {
        return fields.find(name).flatMap(value -> switch (value) {
            case Located.Fields f -> Optional.of(f);
            case Located.Items i -> wrongKind(name, "an object", value);
            case Located.Text t -> wrongKind(name, "an object", value);
            case Located.Numeral n -> wrongKind(name, "an object", value);
            case Located.Truth t -> wrongKind(name, "an object", value);
            case Located.Nothing n -> wrongKind(name, "an object", value);
        });
    }

    private <T> Optional<T> wrongKind(String name, String wanted, Located value) {
        mistake(name, "wrong-kind", "'" + name + "' is " + wanted + ", not " + value.kind() + ".");
        return Optional.empty();
    }
}
