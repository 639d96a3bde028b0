package brume.director.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes a located tree as plain JSON text. */
final class JsonText {
    private JsonText() {}

    static String of(Located value) {
        return node(value).toString();
    }

    private static JsonNode node(Located value) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (value) {
            case Located.Fields f -> {
                ObjectNode object = make.objectNode();
                f.values().forEach((name, v) -> object.set(name, node(v)));
                yield object;
            }
            case Located.Items i -> {
                ArrayNode array = make.arrayNode();
                i.values().forEach(v -> array.add(node(v)));
                yield array;
            }
            case Located.Text t -> make.textNode(t.value());
            case Located.Numeral n -> make.numberNode(n.value());
            case Located.Truth t -> make.booleanNode(t.value());
            case Located.Nothing n -> make.nullNode();
        };
    }
}
