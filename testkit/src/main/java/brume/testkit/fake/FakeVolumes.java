package brume.testkit.fake;

import brume.core.driver.DriverException;
import brume.core.driver.ObservedVolume;
import brume.core.driver.Tags;
import brume.core.driver.VolumeSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The volumes of the fake cloud, foreign ones too. Not thread-safe: the cloud's lock guards it. */
final class FakeVolumes {
    /** @param files the content, by absolute path within the volume */
    record Volume(String name, Optional<Tags> tags, Map<String, byte[]> files) {
        boolean of(String deployment) {
            return tags.filter(t -> t.deployment().equals(deployment)).isPresent();
        }
    }

    private final Machines machines;
    private final Map<String, Volume> byName = new LinkedHashMap<>();

    FakeVolumes(Machines machines) {
        this.machines = machines;
    }

    ObservedVolume create(String deployment, VolumeSpec spec) {
        Optional<Volume> there = find(spec.name());
        if (there.filter(v -> !v.of(deployment)).isPresent()) {
            throw new DriverException.Rejected("in-use", "the name of the volume is taken", spec.name());
        }
        return observed(there.orElseGet(() -> add(spec.name(), Optional.of(spec.tags()))));
    }

    Volume add(String name, Optional<Tags> tags) {
        Volume volume = new Volume(name, tags, new HashMap<>());
        byName.put(name, volume);
        return volume;
    }

    void remove(String deployment, String name) {
        if (find(name).filter(v -> v.of(deployment)).isEmpty()) {
            return;
        }
        if (machines.attached(name)) {
            throw new DriverException.Rejected("in-use", "the volume is attached", name);
        }
        byName.remove(name);
    }

    void removeForeign(String name) {
        byName.remove(name);
    }

    List<ObservedVolume> list(String deployment) {
        return byName.values().stream().filter(v -> v.of(deployment)).map(this::observed).toList();
    }

    List<ObservedVolume> tagged() {
        return byName.values().stream().filter(v -> v.tags().isPresent()).map(this::observed).toList();
    }

    Optional<Volume> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Collection<Volume> all() {
        return byName.values();
    }

    private ObservedVolume observed(Volume volume) {
        return new ObservedVolume(volume.name(), volume.tags().orElseThrow(), machines.attached(volume.name()));
    }
}
