package brume.driver.incus;

import brume.core.driver.DriverException;
import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.driver.Tags;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looking at instances: which there are, which are ours, what they do. */
final class IncusInstances {
    /** Names of instances in both products. Nothing else can exist, so nothing else is asked for. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,62}");

    /** An operation that keeps an instance busy ends within seconds, or the caller comes back later. */
    private static final Duration BUSY_MAX = Duration.ofSeconds(30);

    private final IncusApi api;
    private final String deployment;

    IncusInstances(IncusApi api, String deployment) {
        this.api = api;
        this.deployment = deployment;
    }

    String deployment() {
        return deployment;
    }

    static String path(ProviderRef ref) {
        return IncusApi.path("instances", ref.value());
    }

    List<ObservedInstance> list() {
        JsonNode all = api.read(IncusApi.path("instances"), Map.of("recursion", "2"), Subject.PROJECT);
        if (all.isEmpty()) {
            projectExists();
        }
        List<ObservedInstance> ours = new ArrayList<>();
        for (JsonNode full : all) {
            tags(full).ifPresent(tags -> ours.add(observed(full, tags)));
        }
        return ours;
    }

    /** Both products list a project that does not exist as empty; taken for the truth, that would make every machine again. */
    private void projectExists() {
        var _ = api.read(IncusApi.path("projects", api.project()), Map.of(), Subject.PROJECT);
    }

    Optional<ObservedInstance> find(ProviderRef ref) {
        return look(ref, Map.of("recursion", "1")).flatMap(full -> tags(full).map(tags -> observed(full, tags)));
    }

    private ObservedInstance observed(JsonNode full, Tags tags) {
        return InstanceJson.observed(full, tags, power(full), api.server().name());
    }

    /** Of a half-made instance it takes another look to say whether somebody still makes it: at the operations, and again at the instance in case its creation just ended. */
    PowerState power(JsonNode instance) {
        if (!InstanceJson.halfMade(instance)) {
            return InstanceJson.power(instance);
        }
        ProviderRef ref = new ProviderRef(instance.path("name").asText());
        if (!underWay(ref).isEmpty()) {
            return PowerState.STARTING;
        }
        return look(ref, Map.of()).filter(again -> !InstanceJson.halfMade(again)).map(InstanceJson::power).orElse(PowerState.FAILED);
    }

    /** The instance without its state, if it is there and ours. */
    Optional<JsonNode> ours(ProviderRef ref) {
        return look(ref, Map.of()).filter(instance -> tags(instance).isPresent());
    }

    JsonNode require(ProviderRef ref) {
        return ours(ref).orElseThrow(
                () -> new DriverException.Rejected(Subject.INSTANCE.code(), Subject.INSTANCE.sentence(), ref.value()));
    }

    Optional<Tags> tags(JsonNode instance) {
        return TagConfig.read(instance, deployment);
    }

    private Optional<JsonNode> look(ProviderRef ref, Map<String, String> query) {
        return NAME.matcher(ref.value()).matches() ? api.find(path(ref), query, Subject.INSTANCE) : Optional.empty();
    }

    /** Waits for the operations under way on the instance, however they end. */
    void settle(ProviderRef ref) {
        for (String operation : underWay(ref)) {
            var _ = api.await(operation, BUSY_MAX);
        }
    }

    private List<String> underWay(ProviderRef ref) {
        JsonNode groups = api.read(IncusApi.path("operations"), Map.of("recursion", "1"), Subject.DAEMON);
        List<String> paths = new ArrayList<>();
        for (String group : List.of("pending", "running")) {
            for (JsonNode operation : groups.path(group)) {
                if (concerns(operation, ref)) {
                    paths.add(IncusApi.path("operations", operation.path("id").asText()));
                }
            }
        }
        return paths;
    }

    private static boolean concerns(JsonNode operation, ProviderRef ref) {
        String path = path(ref);
        for (JsonNode resource : operation.path("resources").path("instances")) {
            String text = resource.asText();
            if (text.equals(path) || text.startsWith(path + "?")) {
                return true;
            }
        }
        return false;
    }
}
