package brume.director.revision;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Designs as manifests, each in one form only. Pure. */
public final class DesignText {
    /** Stands in a manifest for a password that a user chose: it has to be given anew. */
    public static final String GIVE_ANEW = "<give anew>";

    private static final JsonFactory JSON = new JsonFactory();
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    private DesignText() {}

    /** As JSON, content by digest. */
    public static String json(Design design) {
        return json(design, Content::text);
    }

    /** As JSON. {@code names} says how content is named. */
    public static String json(Design design, Function<Content, String> names) {
        StringWriter text = new StringWriter();
        Separators separators = Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        DefaultIndenter indent = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators).withObjectIndenter(indent).withArrayIndenter(indent);
        try (JsonGenerator to = JSON.createGenerator(text)) {
            to.setPrettyPrinter(printer);
            write(design, names, to);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to a string", e);
        }
        return text + "\n";
    }

    /** The same as YAML. */
    public static String yaml(Design design, Function<Content, String> names) {
        StringWriter text = new StringWriter();
        try (JsonGenerator to = YAML.createGenerator(text)) {
            write(design, names, to);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to a string", e);
        }
        return text.toString();
    }

    private static void write(Design design, Function<Content, String> names, JsonGenerator to) throws IOException {
        to.writeStartObject();
        to.writeStringField("Version", "1");
        to.writeStringField("Application", design.name());
        to.writeStringField("Description", design.description());
        to.writeArrayFieldStart("Services");
        for (ServiceDesign service : design.services()) {
            write(service, names, to);
        }
        to.writeEndArray();
        to.writeEndObject();
    }

    private static void write(ServiceDesign service, Function<Content, String> names, JsonGenerator to) throws IOException {
        to.writeStartObject();
        to.writeStringField("Type", service.type());
        to.writeStringField("ServiceName", service.name());
        to.writeStringField("Cloud", service.site());
        to.writeNumberField("Start", service.run() ? 1 : 0);
        to.writeObjectFieldStart("StartupInstances");
        for (Map.Entry<String, Integer> count : service.counts().entrySet()) {
            to.writeNumberField(count.getKey(), count.getValue());
        }
        to.writeEndObject();
        to.writeFieldName("Settings");
        CanonicalJson.write(CanonicalJson.read(service.settingsText()), to);
        for (Slot slot : Slot.values()) {
            Optional<Content> content = service.content(slot);
            if (content.isPresent()) {
                to.writeStringField(slot.field(), names.apply(content.get()));
            }
        }
        if (service.passwordGiven()) {
            to.writeStringField("Password", GIVE_ANEW);
        }
        to.writeEndObject();
    }

    /** Reads what {@link #json(Design)} wrote; for rows, not for what people write. */
    static Design read(String json) {
        JsonNode tree = CanonicalJson.read(json);
        List<ServiceDesign> services = new ArrayList<>();
        tree.path("Services").forEach(service -> services.add(service(service)));
        return new Design(tree.path("Application").asText(), tree.path("Description").asText(), services);
    }

    private static ServiceDesign service(JsonNode tree) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        tree.path("StartupInstances").properties().forEach(count -> counts.put(count.getKey(), count.getValue().asInt()));
        return new ServiceDesign(
                tree.path("ServiceName").asText(),
                tree.path("Type").asText(),
                tree.path("Cloud").asText(),
                tree.path("Start").asInt() == 1,
                counts,
                CanonicalJson.fields(CanonicalJson.text(tree.path("Settings"))),
                content(tree, Slot.ARCHIVE),
                content(tree, Slot.DUMP),
                content(tree, Slot.STARTUP_SCRIPT),
                tree.has("Password"));
    }

    private static Optional<Content> content(JsonNode tree, Slot slot) {
        return Optional.of(tree.path(slot.field())).filter(JsonNode::isTextual).flatMap(text -> Content.parse(text.textValue()));
    }
}
