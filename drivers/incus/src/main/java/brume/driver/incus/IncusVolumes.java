package brume.driver.incus;

import brume.core.driver.DriverException;
import brume.core.driver.ObservedVolume;
import brume.core.driver.VolumeSpec;
import brume.core.driver.Volumes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Custom storage volumes of the site's pool. */
final class IncusVolumes implements Volumes {
    private static final Duration CHANGE_MAX = Duration.ofMinutes(1);

    private final IncusApi api;
    private final String pool;
    private final String deployment;

    IncusVolumes(IncusApi api, String pool, String deployment) {
        this.api = api;
        this.pool = pool;
        this.deployment = deployment;
    }

    @Override
    public List<ObservedVolume> list() {
        JsonNode all = api.read(custom(), Map.of("recursion", "1"), Subject.VOLUME);
        List<ObservedVolume> ours = new ArrayList<>();
        for (JsonNode volume : all) {
            observed(volume).ifPresent(ours::add);
        }
        return ours;
    }

    @Override
    public ObservedVolume create(VolumeSpec spec) {
        ObjectNode body = IncusApi.object().put("name", spec.name()).put("type", "custom").put("content_type", "filesystem");
        ObjectNode config = body.putObject("config");
        TagConfig.write(spec.tags(), config);
        config.put("size", Long.toString(spec.size().value()));
        Answer answer = api.change("POST", custom(), body, CHANGE_MAX);
        if (answer instanceof Answer.Refused refused && !refused.says("already exists")) {
            throw Refusals.sort(refused, Subject.VOLUME);
        }
        ObservedVolume made = api.find(custom(spec.name()), Map.of(), Subject.VOLUME)
                .flatMap(this::observed)
                .orElseThrow(() -> new DriverException.Rejected("name-taken", "another volume has this name", spec.name()));
        if (!made.tags().equals(spec.tags())) {
            throw new DriverException.Rejected("name-taken", "another volume has this name", spec.name());
        }
        return made;
    }

    @Override
    public void remove(String name) {
        Optional<ObservedVolume> found = api.find(custom(name), Map.of(), Subject.VOLUME).flatMap(this::observed);
        if (found.isEmpty()) {
            return;
        }
        if (found.get().attached()) {
            throw new DriverException.Rejected("in-use", "the volume is attached to a machine", name);
        }
        Answer answer = api.change("DELETE", custom(name), HttpBody.NONE, Map.of(), Map.of(), CHANGE_MAX);
        if (answer instanceof Answer.Refused refused) {
            DriverException sorted = Refusals.sort(refused, Subject.VOLUME);
            if (!(sorted instanceof DriverException.Rejected rejected && rejected.code().equals(Subject.VOLUME.code()))) {
                throw sorted;
            }
        }
    }

    private Optional<ObservedVolume> observed(JsonNode volume) {
        return TagConfig.read(volume, deployment)
                .map(tags -> new ObservedVolume(volume.path("name").asText(), tags, !volume.path("used_by").isEmpty()));
    }

    private String custom() {
        return IncusApi.path("storage-pools", pool, "volumes", "custom");
    }

    private String custom(String name) {
        return IncusApi.path("storage-pools", pool, "volumes", "custom", name);
    }
}
