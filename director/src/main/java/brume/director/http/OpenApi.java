package brume.director.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The OpenAPI 3.1 document of a route table. */
final class OpenApi {
    private static final String JSON = "application/json";
    private static final String DEFINITIONS = "components/schemas";
    private static final Pattern SEPARATORS = Pattern.compile("[/{}.-]+");

    private final Schemas schemas = new Schemas();

    private OpenApi() {}

    static ObjectNode document(List<Route> routes, String version) {
        OpenApi api = new OpenApi();
        ObjectNode document = object();
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Brume director")
                .put("version", version)
                .put("description", "Paths under /api are served to people and their programs, paths under /agent to agents on a port of their own.");
        ObjectNode paths = document.putObject("paths");
        for (Route route : routes) {
            paths.withObjectProperty(route.fullPath()).set(method(route), api.operation(route));
        }
        JsonNode definitions = api.schemas.definitions(DEFINITIONS);
        ObjectNode components = document.putObject("components");
        components.set("schemas", definitions);
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject("token").put("type", "http").put("scheme", "bearer");
        schemes.putObject("certificate").put("type", "mutualTLS");
        return document;
    }

    static String method(Route route) {
        return route.verb().name().toLowerCase(Locale.ROOT);
    }

    private ObjectNode operation(Route route) {
        ObjectNode operation = object();
        operation.put("operationId", operationId(route));
        operation.put("summary", route.summary());
        if (!route.description().isEmpty()) {
            operation.put("description", route.description());
        }
        operation.putArray("tags").add(SEPARATORS.splitAsStream(route.path()).filter(word -> !word.isEmpty()).findFirst().orElseThrow());
        operation.put("x-brume-access", route.access().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        operation.set("security", security(route.access()));
        operation.set("parameters", parameters(route));
        if (!(route.input() instanceof Input.Nothing)) {
            operation.set("requestBody", requestBody(route.input()));
        }
        operation.set("responses", responses(route));
        return operation;
    }

    private static String operationId(Route route) {
        StringBuilder id = new StringBuilder(method(route));
        SEPARATORS.splitAsStream(route.fullPath())
                .filter(word -> !word.isEmpty() && !word.equals("api") && !word.equals("v1"))
                .forEach(word -> id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1)));
        return id.toString();
    }

    private static ArrayNode security(Access access) {
        ArrayNode security = Json.MAPPER.createArrayNode();
        switch (access) {
            case PUBLIC, AGENT_ENROL -> {}
            case USER_READ, USER_WRITE, ADMIN -> security.addObject().putArray("token");
            case AGENT -> security.addObject().putArray("certificate");
        }
        return security;
    }

    private ArrayNode parameters(Route route) {
        ArrayNode parameters = Json.MAPPER.createArrayNode();
        for (String name : route.parameters()) {
            parameter(parameters, name, "path", true).putObject("schema").put("type", "string");
        }
        for (Query<?> query : route.queries()) {
            parameter(parameters, query.name(), "query", query.required()).put("description", query.text()).set("schema", schema(query.type()));
        }
        if (route.audited() && !route.secretAnswer() && route.access().door() == Door.API) {
            parameter(parameters, "Idempotency-Key", "header", false)
                    .put("description", "A second request with the same key gets the answer of the first.")
                    .putObject("schema").put("type", "string").put("maxLength", 100);
        }
        return parameters;
    }

    private static ObjectNode parameter(ArrayNode parameters, String name, String in, boolean required) {
        return parameters.addObject().put("name", name).put("in", in).put("required", required);
    }

    private static ObjectNode schema(Query.Type type) {
        return switch (type) {
            case Query.Type.Text text -> object().put("type", "string").put("maxLength", text.maxLength());
            case Query.Type.Whole whole -> object().put("type", "integer").put("minimum", whole.minimum()).put("maximum", whole.maximum());
            case Query.Type.Flag flag -> object().put("type", "boolean");
            case Query.Type.Choice choice -> {
                ObjectNode schema = object().put("type", "string");
                choice.values().forEach(schema.putArray("enum")::add);
                yield schema;
            }
        };
    }

    private ObjectNode requestBody(Input input) {
        ObjectNode body = object().put("required", true);
        switch (input) {
            case Input.Nothing nothing -> {}
            case Input.Json json -> content(body, JSON).set("schema", schemas.reference(json.type()));
            case Input.Raw raw -> {
                body.put("description", raw.text() + " At most " + raw.maxBytes() + " bytes.");
                content(body, "application/octet-stream").putObject("schema");
            }
        }
        return body;
    }

    private ObjectNode responses(Route route) {
        ObjectNode responses = object();
        ObjectNode success = responses.putObject(Integer.toString(route.status())).put("description", "Done.");
        switch (route.output()) {
            case Output.Nothing nothing -> {}
            case Output.One one -> content(success, JSON).set("schema", schemas.reference(one.type()));
            case Output.Many many -> content(success, JSON).set("schema", array(many.type()));
            case Output.Paged paged -> {
                ObjectNode page = object().put("type", "object");
                ObjectNode properties = page.putObject("properties");
                properties.set("items", array(paged.type()));
                properties.putObject("next").put("type", "string").put("description", "Give it as `after` for the next page; absent on the last.");
                page.putArray("required").add("items");
                content(success, JSON).set("schema", page);
            }
            case Output.Document document -> {
                success.put("description", document.text());
                content(success, JSON).putObject("schema").put("type", "object");
            }
            case Output.Raw raw -> {
                success.put("description", raw.text());
                content(success, raw.mediaType()).putObject("schema");
            }
            case Output.Events events -> {
                success.put("description", "Server-sent events; `id` is where to resume, as `Last-Event-ID` or `after`.");
                ObjectNode stream = content(success, "text/event-stream");
                stream.putObject("schema").put("type", "string");
                stream.set("x-brume-data", schemas.reference(events.type()));
            }
        }
        if (route.mayAnswerNothing()) {
            responses.putObject("204").put("description", "Nothing.");
        }
        content(responses.putObject("default").put("description", "A problem (RFC 9457)."), ProblemView.MEDIA_TYPE)
                .set("schema", schemas.reference(ProblemView.class));
        return responses;
    }

    private ObjectNode array(Class<?> type) {
        ObjectNode array = object().put("type", "array");
        array.set("items", schemas.reference(type));
        return array;
    }

    private static ObjectNode content(ObjectNode parent, String mediaType) {
        return parent.putObject("content").putObject(mediaType);
    }

    private static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }
}
