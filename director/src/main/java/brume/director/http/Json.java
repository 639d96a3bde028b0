package brume.director.http;

import brume.core.id.AppId;
import brume.core.id.CodeId;
import brume.core.id.InstanceId;
import brume.core.id.ServiceId;
import brume.core.id.SiteId;
import brume.core.id.UserId;
import brume.core.id.VolumeId;
import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * JSON as this API speaks it. Records by their component names; absent {@code Optional}s are left out; times are ISO-8601; typed ids are texts; {@code Bytes} and
 * {@code Millicores} are numbers. Reading is strict: unknown, missing and repeated members and wrong types are problems, all of them told at once with their places.
 *
 * <p>Thread-safe.
 */
public final class Json {
    /** The one mapper. */
    public static final ObjectMapper MAPPER = mapper();

    private Json() {}

    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view that cannot be written", e);
        }
    }

    public static void write(Object value, OutputStream out) throws IOException {
        MAPPER.writer()
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .without(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM) // else every answer goes out in chunks
                .writeValue(out, value);
    }

    /** Reads a request. {@code source} is what the places of mistakes call the text. Throws a {@link Refusal}: 400 when it is no JSON, 422 for all else. */
    public static <T extends Record> T read(byte[] text, Class<T> type, String source) {
        JsonNode tree = tree(text, source);
        List<Problem> problems = Shape.check(tree, type);
        if (!problems.isEmpty()) {
            throw Refusal.invalid(located(problems, text, source));
        }
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (ValueInstantiationException e) {
            Problem problem = Problem.at("invalid-value", sentence(e), Place.field(pointer(e)));
            throw Refusal.invalid(located(List.of(problem), text, source));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the shape was checked and yet does not fit " + type.getName(), e);
        }
    }

    private static JsonNode tree(byte[] text, String source) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree.isMissingNode()) {
                throw Refusal.malformed(List.of(Problem.at("missing-body", "The request needs a JSON object as its body.", new Place(source, 1, 1, ""))));
            }
            return tree;
        } catch (JsonProcessingException e) {
            Optional<JsonLocation> at = Optional.ofNullable(e.getLocation());
            Place place = new Place(source, at.map(JsonLocation::getLineNr).orElse(0), at.map(JsonLocation::getColumnNr).orElse(0), "");
            throw Refusal.malformed(List.of(Problem.at("malformed-json", "This is no JSON: " + e.getOriginalMessage(), place)));
        } catch (IOException e) {
            throw new IllegalStateException("reading bytes in memory fails", e);
        }
    }

    /** What the record's constructor said; anything but a complaint about its arguments is a defect of ours. */
    private static String sentence(ValueInstantiationException e) {
        if (e.getCause() instanceof IllegalArgumentException complaint && complaint.getMessage() != null) {
            return complaint.getMessage();
        }
        throw new IllegalStateException("a request record fails", e);
    }

    private static String pointer(JsonMappingException e) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            String name = step.getFieldName();
            pointer.append('/').append(name == null ? Integer.toString(step.getIndex()) : Shape.escape(name));
        }
        return pointer.toString();
    }

    /** The same problems with lines and columns, found by reading the text once more. */
    private static List<Problem> located(List<Problem> problems, byte[] text, String source) {
        Map<String, JsonLocation> locations = new HashMap<>();
        try (JsonParser parser = MAPPER.createParser(text)) {
            while (parser.nextToken() != null) {
                locations.putIfAbsent(parser.getParsingContext().pathAsPointer().toString(), parser.currentTokenLocation());
            }
        } catch (IOException e) {
            throw new IllegalStateException("the text was read before", e);
        }
        return problems.stream().map(p -> located(p, locations, source)).toList();
    }

    private static Problem located(Problem problem, Map<String, JsonLocation> locations, String source) {
        String pointer = problem.place().map(Place::pointer).orElse("");
        Optional<JsonLocation> at = Optional.ofNullable(locations.get(pointer));
        Place place = new Place(source, at.map(JsonLocation::getLineNr).orElse(0), at.map(JsonLocation::getColumnNr).orElse(0), pointer);
        return Problem.at(problem.code(), problem.text(), place);
    }

    private static ObjectMapper mapper() {
        return JsonMapper.builder()
                .addModules(new Jdk8Module(), new JavaTimeModule(), ids())
                .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    private static SimpleModule ids() {
        SimpleModule module = new SimpleModule("ids");
        text(module, AppId.class, AppId::parse);
        text(module, CodeId.class, CodeId::parse);
        text(module, InstanceId.class, InstanceId::parse);
        text(module, ServiceId.class, ServiceId::parse);
        text(module, SiteId.class, SiteId::parse);
        text(module, UserId.class, UserId::parse);
        text(module, VolumeId.class, VolumeId::parse);
        number(module, Bytes.class, Bytes::value, Bytes::new);
        number(module, Millicores.class, Millicores::value, value -> new Millicores(Math.toIntExact(value)));
        return module;
    }

    private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(type, ToStringSerializer.instance);
        module.addDeserializer(type, new Reader<>(type, parser -> parse.apply(parser.getText())));
    }

    private static <T> void number(SimpleModule module, Class<T> type, ToLongFunction<T> value, Function<Long, T> make) {
        module.addSerializer(type, new NumberWriter<>(type, value));
        module.addDeserializer(type, new Reader<>(type, parser -> make.apply(parser.getLongValue())));
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(JsonParser parser) throws IOException;
    }

    @SuppressWarnings("serial") // never written by Java's own serialization
    private static final class Reader<T> extends StdDeserializer<T> {
        private final Reading<T> reading;

        Reader(Class<T> type, Reading<T> reading) {
            super(type);
            this.reading = reading;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                return reading.read(parser);
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw context.instantiationException(handledType(), e);
            }
        }
    }

    @SuppressWarnings("serial") // never written by Java's own serialization
    private static final class NumberWriter<T> extends StdSerializer<T> {
        private final ToLongFunction<T> value;

        NumberWriter(Class<T> type, ToLongFunction<T> value) {
            super(type);
            this.value = value;
        }

        @Override
        public void serialize(T it, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeNumber(value.applyAsLong(it));
        }
    }
}
