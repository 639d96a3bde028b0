package brume.director.http;

import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON Schemas (draft 2020-12, which OpenAPI 3.1 uses) of records as {@link Json} writes and reads them. Each record becomes one named definition. */
final class Schemas {
    private final SchemaBuilder builder;

    Schemas() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(Json.MAPPER, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(Option.DEFINITIONS_FOR_ALL_OBJECTS, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES, Option.PLAIN_DEFINITION_KEYS)
                .without(Option.SCHEMA_VERSION_INDICATOR);
        config.forTypesInGeneral().withCustomDefinitionProvider((type, context) -> leaf(type.getErasedType()).map(Schemas::inline).orElse(null));
        config.forFields()
                .withTargetTypeOverridesResolver(Schemas::unwrapped)
                .withRequiredCheck(field -> !field.getDeclaredType().isInstanceOf(Optional.class))
                .withPropertyNameOverrideResolver(Schemas::renamed);
        builder = new SchemaGenerator(config.build()).buildMultipleSchemaDefinitions();
    }

    /** A reference to the type's definition, filled in by {@link #definitions}. */
    JsonNode reference(Type type) {
        return builder.createSchemaReference(type);
    }

    /** All that were referred to, by name. Call last. */
    ObjectNode definitions(String path) {
        return builder.collectDefinitions(path);
    }

    private static CustomDefinition inline(ObjectNode schema) {
        return new CustomDefinition(schema, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES);
    }

    private static @Nullable List<ResolvedType> unwrapped(FieldScope field) {
        return field.getType().isInstanceOf(Optional.class) ? List.of(field.getTypeParameterFor(Optional.class, 0)) : null;
    }

    private static @Nullable String renamed(FieldScope field) {
        return Optional.ofNullable(field.getAnnotation(JsonProperty.class)).map(JsonProperty::value).orElse(null);
    }

    /** What {@link Json} writes as a single value. */
    private static Optional<ObjectNode> leaf(Class<?> type) {
        if (type == Instant.class) {
            return Optional.of(text().put("format", "date-time"));
        }
        if (Shape.isId(type)) {
            return Optional.of(text().put("format", "uuid"));
        }
        if (type == Bytes.class || type == Millicores.class) {
            return Optional.of(Json.MAPPER.createObjectNode().put("type", "integer").put("minimum", 0));
        }
        if (JsonNode.class.isAssignableFrom(type)) {
            return Optional.of(Json.MAPPER.createObjectNode());
        }
        if (type.isEnum()) {
            ObjectNode schema = text();
            ArrayNode values = schema.putArray("enum");
            Shape.constants(type).forEach(values::add);
            return Optional.of(schema);
        }
        return Optional.empty();
    }

    private static ObjectNode text() {
        return Json.MAPPER.createObjectNode().put("type", "string");
    }
}
