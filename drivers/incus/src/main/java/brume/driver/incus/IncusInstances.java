package brume.driver.incus;

import brume.core.driver.DriverException;
import brume.core.driver.ObservedInstance;
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
            tags(full).ifPresent(tags -> ours.add(InstanceJson.observed(full, tags, api.server().name())));
        }
        return ours;
    }

    /** Both products list a project that does not exist as empty; taken for the truth, that would make every machine again. */
    private void projectExists() {
        var _ = api.read(IncusApi.path("projects", api.project()), Map.of(), Subject.PROJECT);
    }

    Optional<ObservedInstance> find(ProviderRef ref) {
        return look(ref, Map.of("recursion", "1")).flatMap(full -> tags(full).map(tags -> InstanceJson.observed(full, tags, api.server().name())));
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
        JsonNode groups = api.read(IncusApi.path("operations"), Map.of("recursion", "1"), Subject.DAEMON);
        for (JsonNode operation : groups.path("running")) {
            if (concerns(operation, ref)) {
                var _ = api.await("/1.0/operations/" + operation.path("id").asText(), BUSY_MAX);
            }
        }
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
