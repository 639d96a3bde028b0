package brume.director.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Holds answers of the server against its own OpenAPI document. */
public final class ApiContract {
    private final ObjectNode document;
    private final Map<String, Schema> schemas = new HashMap<>();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    public ApiContract(ObjectNode document) {
        this.document = document;
        document.at("/components/schemas").forEach(ApiContract::close); // a field that the document does not know is a mistake here
    }

    private static void close(JsonNode schema) {
        if (schema.has("properties") && schema instanceof ObjectNode open) {
            open.put("additionalProperties", false);
        }
        schema.forEach(ApiContract::close);
    }

    /** What is wrong with the answer; empty when it is as declared, or when the path is none of the document's. */
    List<String> violations(String method, String path, int status, Optional<String> mediaType, String body) {
        Optional<String> template = template(path);
        JsonNode operation = template.map(t -> document.path("paths").path(t).path(method.toLowerCase(Locale.ROOT))).orElse(document.path("none"));
        if (operation.isMissingNode()) {
            return List.of();
        }
        JsonNode responses = operation.get("responses");
        boolean declared = responses.has(Integer.toString(status));
        if (!declared && status < 400) {
            return status == 304 ? List.of() : List.of("status " + status + " is not declared");
        }
        JsonNode content = responses.get(declared ? Integer.toString(status) : "default").path("content");
        if (content.isMissingNode()) {
            return body.isEmpty() ? List.of() : List.of("a body is not declared");
        }
        String type = mediaType.orElse("none");
        if (!content.has(type)) {
            return List.of("media type " + type + " is not declared");
        }
        if (!type.endsWith("json")) {
            return List.of();
        }
        return schema(content.get(type).get("schema")).validate(body, InputFormat.JSON).stream().map(Error::toString).toList();
    }

    private Optional<String> template(String path) {
        for (Map.Entry<String, JsonNode> entry : document.get("paths").properties()) {
            if (Pattern.matches(entry.getKey().replace(".", "\\.").replaceAll("\\{[^}]*}", "[^/]+"), path)) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    private Schema schema(JsonNode schema) {
        return schemas.computeIfAbsent(schema.toString(), text -> {
            ObjectNode whole = schema.deepCopy();
            whole.set("components", document.get("components"));
            return registry.getSchema(whole.toString(), InputFormat.JSON);
        });
    }
}
