package brume.director.http;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Compares JSON with the record that it shall become and finds every difference, where a mapper stops at the first. A component is required unless it is an
 * {@link Optional}; {@code null} is as good as absent for those and a mistake for all others.
 */
final class Shape {
    /** Most problems that are worth telling; a document with more is not a serious attempt. */
    private static final int PROBLEMS_MAX = 100;

    private final List<Problem> problems = new ArrayList<>();

    private Shape() {}

    static List<Problem> check(JsonNode tree, Class<? extends Record> type) {
        Shape shape = new Shape();
        shape.value(tree, type, "");
        return shape.problems;
    }

    /** A name as a step of a JSON Pointer (RFC 6901, section 3). */
    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private void value(JsonNode node, Type type, String pointer) {
        if (problems.size() >= PROBLEMS_MAX) {
            return;
        }
        switch (type) {
            case ParameterizedType generic -> generic(node, generic, pointer);
            case Class<?> plain -> plain(node, plain, pointer);
            default -> throw new IllegalStateException("requests have no such type: " + type);
        }
    }

    private void generic(JsonNode node, ParameterizedType type, String pointer) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        if (raw == Optional.class) {
            if (!node.isNull()) {
                value(node, arguments[0], pointer);
            }
        } else if (raw == Map.class) {
            if (expect(node.isObject(), "an object", node, pointer)) {
                node.properties().forEach(e -> value(e.getValue(), arguments[1], pointer + "/" + escape(e.getKey())));
            }
        } else if (raw == List.class) {
            if (expect(node.isArray(), "an array", node, pointer)) {
                for (int i = 0; i < node.size(); i++) {
                    value(node.get(i), arguments[0], pointer + "/" + i);
                }
            }
        } else {
            throw new IllegalStateException("requests have no such type: " + type);
        }
    }

    private void plain(JsonNode node, Class<?> type, String pointer) {
        if (JsonNode.class.isAssignableFrom(type)) {
            return;
        }
        if (type == String.class) {
            expect(node.isTextual(), "a text", node, pointer);
        } else if (type == boolean.class || type == Boolean.class) {
            expect(node.isBoolean(), "true or false", node, pointer);
        } else if (type == int.class || type == Integer.class || type == Millicores.class) {
            expect(node.isIntegralNumber() && node.canConvertToInt(), "a whole number", node, pointer);
        } else if (type == long.class || type == Long.class || type == Bytes.class) {
            expect(node.isIntegralNumber() && node.canConvertToLong(), "a whole number", node, pointer);
        } else if (type == double.class || type == Double.class) {
            expect(node.isNumber(), "a number", node, pointer);
        } else if (type == Instant.class) {
            expect(node.isTextual() && isInstant(node.textValue()), "a time such as 2026-01-31T12:00:00Z", node, pointer);
        } else if (type.isEnum()) {
            constant(node, type, pointer);
        } else if (isId(type)) {
            expect(node.isTextual() && isUuid(node.textValue()), "an id", node, pointer);
        } else if (type.isRecord()) {
            record(node, type, pointer);
        } else {
            throw new IllegalStateException("requests have no such type: " + type);
        }
    }

    private void record(JsonNode node, Class<?> type, String pointer) {
        if (!expect(node.isObject(), "an object", node, pointer)) {
            return;
        }
        Map<String, Type> wanted = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            wanted.put(name(component), component.getGenericType());
        }
        node.properties().forEach(member -> {
            Type memberType = wanted.remove(member.getKey());
            if (memberType == null) {
                String known = Arrays.stream(type.getRecordComponents()).map(Shape::name).collect(Collectors.joining(", "));
                add("unknown-field", "There is no field \"" + member.getKey() + "\" here; known are: " + known + ".", pointer + "/" + escape(member.getKey()));
            } else {
                value(member.getValue(), memberType, pointer + "/" + escape(member.getKey()));
            }
        });
        wanted.forEach((name, missing) -> {
            if (!isOptional(missing)) {
                add("missing-field", "The field \"" + name + "\" is missing.", pointer);
            }
        });
    }

    private void constant(JsonNode node, Class<?> type, String pointer) {
        List<String> names = constants(type);
        expect(node.isTextual() && names.contains(node.textValue()), "one of " + String.join(", ", names), node, pointer);
    }

    private boolean expect(boolean fits, String what, JsonNode node, String pointer) {
        if (!fits) {
            add("wrong-type", "This must be " + what + ", not " + found(node) + ".", pointer);
        }
        return fits;
    }

    private static String found(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT, POJO -> "an object";
            case BOOLEAN -> "true or false";
            case NULL, MISSING -> "null";
            case NUMBER -> "this number";
            case STRING, BINARY -> "this text";
        };
    }

    private void add(String code, String text, String pointer) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(Problem.at(code, text, Place.field(pointer)));
        }
    }

    /** A component's name in JSON. */
    static String name(RecordComponent component) {
        return Optional.ofNullable(component.getAccessor().getAnnotation(JsonProperty.class)).map(JsonProperty::value).orElse(component.getName());
    }

    /** The constants of an enum as they are in JSON. */
    static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(c -> Json.MAPPER.convertValue(c, String.class)).toList();
    }

    static boolean isOptional(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
    }

    /** UUIDs and the typed ids of the core, which are texts in JSON. */
    static boolean isId(Class<?> type) {
        if (type == UUID.class) {
            return true;
        }
        return type.isRecord() && type.getRecordComponents().length == 1 && type.getRecordComponents()[0].getType() == UUID.class;
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isInstant(String text) {
        try {
            return Instant.parse(text) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
