package brume.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records to JSON and back; names are the component names, unknown ones are passed over so that a newer director can say more. Components may be texts, numbers, booleans,
 * enums, records, lists and maps from text of these; one that is missing or null is given to the record's constructor as null (numbers as 0), which judges it. Map entries are
 * written in the order of their keys: the same record always gives the same text. Thread-safe.
 *
 * <p>Only the parser is a library's: its binding of records would cost an agent 500 classes and 7 MB.
 */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** @throws IOException when the text is not JSON of that shape; its message names the place, never the content */
    public static <T> T read(String text, Class<T> type) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            T value = type.cast(bound(tree(parser), type));
            if (value == null || parser.nextToken() != null) {
                throw new IOException("not a " + type.getSimpleName());
            }
            return value;
        } catch (JsonProcessingException e) {
            // without the cause, whose message may quote secrets
            throw new IOException("not a " + type.getSimpleName() + place(e));
        } catch (Misfit e) {
            throw new IOException("not a " + type.getSimpleName() + ": " + e.getMessage());
        }
    }

    public static String write(Object record) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            put(generator, record);
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory can be written", e);
        }
        return text.toString();
    }

    /** A value that does not fit where it stands. */
    @SuppressWarnings("serial")
    private static final class Misfit extends Exception {
        Misfit(String what) {
            super(what);
        }
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr() + " column " + e.getLocation().getColumnNr();
    }

    /** The value at the parser as maps, lists, texts, numbers, booleans and null. */
    private static @Nullable Object tree(JsonParser parser) throws IOException, Misfit {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, tree(parser));
            }
            return fields;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(tree(parser));
            }
            return items;
        }
        return scalar(parser, token);
    }

    private static @Nullable Object scalar(JsonParser parser, @Nullable JsonToken token) throws IOException, Misfit {
        if (token == JsonToken.VALUE_STRING) {
            return parser.getText();
        } else if (token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getLongValue();
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return parser.getDoubleValue();
        } else if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        } else if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        throw new Misfit("nothing");
    }

    private static @Nullable Object bound(@Nullable Object value, Type type) throws Misfit {
        if (type instanceof ParameterizedType generic) {
            return container(value, generic);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isPrimitive()) {
            return primitive(value, plain);
        } else if (value == null) {
            return null;
        } else if (plain.isRecord() && value instanceof Map<?, ?> fields) {
            return record(fields, plain);
        } else if (plain.isEnum()) {
            return Arrays.stream(plain.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new Misfit("no such " + plain.getSimpleName()));
        } else if (value instanceof Long number && plain == Integer.class && number == number.intValue()) {
            return number.intValue(); // in lists and maps
        } else if (plain.isInstance(value)) {
            return value;
        }
        throw new Misfit("another kind of value than " + plain.getSimpleName());
    }

    private static @Nullable Object container(@Nullable Object value, ParameterizedType type) throws Misfit {
        Type[] arguments = type.getActualTypeArguments();
        if (value == null) {
            return null;
        } else if (type.getRawType() == List.class && value instanceof List<?> items) {
            List<@Nullable Object> list = new ArrayList<>(items.size());
            for (Object item : items) {
                list.add(bound(item, arguments[0]));
            }
            return list;
        } else if (type.getRawType() == Map.class && value instanceof Map<?, ?> fields) {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                map.put(field.getKey(), bound(field.getValue(), arguments[1]));
            }
            return map;
        }
        throw new Misfit("another kind of value than " + type);
    }

    private static Object primitive(@Nullable Object value, Class<?> type) throws Misfit {
        Object given = value == null ? (type == boolean.class ? (Object) false : (Object) 0L) : value;
        if (type == boolean.class && given instanceof Boolean) {
            return given;
        } else if (type == long.class && given instanceof Long) {
            return given;
        } else if (type == int.class && given instanceof Long number && number == number.intValue()) {
            return number.intValue();
        } else if (type == double.class && given instanceof Number number) {
            return number.doubleValue();
        }
        throw new Misfit("another kind of value than " + type);
    }

    private static Object record(Map<?, ?> fields, Class<?> type) throws Misfit {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = bound(fields.get(components[i].getName()), components[i].getGenericType());
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new Misfit("a " + type.getSimpleName() + " that is not valid");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record without its constructor: " + type, e);
        }
    }

    private static void put(JsonGenerator to, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> to.writeNull();
            case String text -> to.writeString(text);
            case Long number -> to.writeNumber(number);
            case Integer number -> to.writeNumber(number);
            case Double number -> to.writeNumber(number);
            case Boolean flag -> to.writeBoolean(flag);
            case Enum<?> constant -> to.writeString(constant.name());
            case Collection<?> items -> {
                to.writeStartArray();
                for (Object item : items) {
                    put(to, item);
                }
                to.writeEndArray();
            }
            case Map<?, ?> fields -> {
                Map<String, @Nullable Object> sorted = new TreeMap<>();
                fields.forEach((key, item) -> sorted.put(String.valueOf(key), item));
                to.writeStartObject();
                for (Map.Entry<String, @Nullable Object> field : sorted.entrySet()) {
                    to.writeFieldName(field.getKey());
                    put(to, field.getValue());
                }
                to.writeEndObject();
            }
            case Record record -> putRecord(to, record);
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    private static void putRecord(JsonGenerator to, Record record) throws IOException {
        to.writeStartObject();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            to.writeFieldName(component.getName());
            try {
                component.getAccessor().setAccessible(true);
                put(to, component.getAccessor().invoke(record));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a record without its accessor: " + component, e);
            }
        }
        to.writeEndObject();
    }
}
