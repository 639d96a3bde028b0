package brume.director.revision;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * JSON with one text per value: keys in order, no blanks, numbers by their value. In the spirit of RFC 8785, but for numbers, which are exact decimals here and no IEEE doubles: 1.50 and
 * 15e-1 are both 1.5.
 */
public final class CanonicalJson {
    /** Digits that a number is written out with on either side of the point; others are written with an exponent. */
    private static final int PLAIN_DIGITS = 30;

    private static final ObjectMapper EXACT =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final JsonFactory FACTORY = new JsonFactory();

    private CanonicalJson() {}

    /** The fields of a JSON object, each with the canonical text of its value. */
    public static SortedMap<String, String> fields(String object) {
        SortedMap<String, String> fields = new TreeMap<>();
        read(object).properties().forEach(field -> fields.put(field.getKey(), text(field.getValue())));
        return fields;
    }

    /** The object of these fields, canonical when their texts are. */
    public static String join(SortedMap<String, String> fields) {
        StringBuilder text = new StringBuilder("{");
        for (Map.Entry<String, String> field : fields.entrySet()) {
            text.append(text.length() > 1 ? "," : "").append(text(EXACT.getNodeFactory().textNode(field.getKey()))).append(':').append(field.getValue());
        }
        return text.append('}').toString();
    }

    static JsonNode read(String json) {
        try {
            return EXACT.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    static String text(JsonNode value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(value, generator);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to a string", e);
        }
        return text.toString();
    }

    /** Writes the value, with the blanks that the generator is set to. */
    static void write(JsonNode value, JsonGenerator to) throws IOException {
        if (value.isObject()) {
            Map<String, JsonNode> ordered = new TreeMap<>();
            value.properties().forEach(field -> ordered.put(field.getKey(), field.getValue()));
            to.writeStartObject();
            for (Map.Entry<String, JsonNode> field : ordered.entrySet()) {
                to.writeFieldName(field.getKey());
                write(field.getValue(), to);
            }
            to.writeEndObject();
        } else if (value.isArray()) {
            to.writeStartArray();
            for (JsonNode item : value) {
                write(item, to);
            }
            to.writeEndArray();
        } else if (value.isNumber()) {
            to.writeNumber(number(value.decimalValue()));
        } else if (value.isTextual()) {
            to.writeString(value.textValue());
        } else if (value.isBoolean()) {
            to.writeBoolean(value.booleanValue());
        } else {
            to.writeNull();
        }
    }

    private static String number(BigDecimal value) {
        BigDecimal shortest = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        boolean plain = Math.abs((long) shortest.scale()) <= PLAIN_DIGITS && shortest.precision() <= PLAIN_DIGITS;
        // YAML takes an exponent for a number only behind a point
        return plain ? shortest.toPlainString() : shortest.toString().replaceFirst("^(-?[0-9]+)E", "$1.0E");
    }
}
