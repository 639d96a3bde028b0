package brume.driver.incus;

import brume.core.driver.Tags;
import brume.core.id.InstanceId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Our tags as {@code user.*} configuration of instances and volumes. */
final class TagConfig {
    private static final String DEPLOYMENT = "user.brume.deployment";
    private static final String INSTANCE = "user.brume.instance";
    private static final String GENERATION = "user.brume.generation";

    private TagConfig() {}

    static void write(Tags tags, ObjectNode config) {
        config.put(DEPLOYMENT, tags.deployment());
        config.put(INSTANCE, tags.instance().toString());
        config.put(GENERATION, Long.toString(tags.generation()));
    }

    /** Empty when it is not of this deployment or not legible, which is: not ours. */
    static Optional<Tags> read(JsonNode resource, String deployment) {
        JsonNode config = resource.path("config");
        if (!config.path(DEPLOYMENT).asText().equals(deployment)) {
            return Optional.empty();
        }
        try {
            InstanceId instance = InstanceId.parse(config.path(INSTANCE).asText());
            return Optional.of(new Tags(deployment, instance, Long.parseLong(config.path(GENERATION).asText())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
