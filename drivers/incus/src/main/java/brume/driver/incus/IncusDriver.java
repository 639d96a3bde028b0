package brume.driver.incus;

import brume.core.driver.Capabilities;
import brume.core.driver.CloudDriver;
import brume.core.driver.CreateKey;
import brume.core.driver.DriverException;
import brume.core.driver.Exec;
import brume.core.driver.Files;
import brume.core.driver.Images;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.driver.StopMode;
import brume.core.driver.Tags;
import brume.core.driver.Volumes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Containers of one project as machines. Thread-safe: it holds nothing but connections and what the daemon said of itself. */
final class IncusDriver implements CloudDriver {
    /** The first create from an image unpacks it: seconds, and up to a minute on a slow disk under load. */
    private static final Duration CREATE_MAX = Duration.ofMinutes(3);

    private static final Duration START_MAX = Duration.ofMinutes(1);
    private static final Duration FORCE_MAX = Duration.ofMinutes(1);
    private static final Duration DELETE_MAX = Duration.ofMinutes(2);

    /** How often an act is tried while another operation holds the instance. */
    private static final int TRIES_MAX = 4;

    /** What the SPI allows, which is less than the two products do. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,61}");

    private final IncusApi api;
    private final IncusSettings settings;
    private final IncusInstances instances;

    IncusDriver(IncusApi api, IncusSettings settings, String deployment) {
        this.api = api;
        this.settings = settings;
        this.instances = new IncusInstances(api, deployment);
    }

    @Override
    public Capabilities capabilities() {
        Server server = api.server();
        return new Capabilities(server.product().word() + " " + server.version(), true, Duration.ZERO, true);
    }

    @Override
    public List<ObservedInstance> list() {
        return instances.list();
    }

    @Override
    public Optional<ObservedInstance> find(ProviderRef ref) {
        return instances.find(ref);
    }

    @Override
    public ObservedInstance create(InstanceSpec spec, CreateKey key) {
        checkTags(spec.tags(), key);
        if (!NAME.matcher(spec.name()).matches()) {
            throw new DriverException.Rejected("bad-request", "the name cannot be that of a machine", spec.name());
        }
        ProviderRef ref = new ProviderRef(spec.name());
        ObjectNode body = InstanceRequest.body(spec, settings);
        switch (api.change("POST", IncusApi.path("instances"), body, CREATE_MAX)) {
            case Answer.Done done -> {
                if (!api.server().createsStarted()) {
                    start(ref);
                }
            }
            case Answer.Refused refused when nameTaken(refused) -> checkOwner(ref, spec.tags(), refused);
            case Answer.Refused refused -> throw sorted(refused, spec);
        }
        return instances.find(ref)
                .orElseThrow(() -> new DriverException.OutcomeUnknown("the new instance cannot be seen", spec.name()));
    }

    private void checkTags(Tags tags, CreateKey key) {
        if (!tags.equals(new Tags(instances.deployment(), key.instance(), key.generation()))) {
            throw new IllegalArgumentException("the tags " + tags + " are not those of " + key + " in " + instances.deployment());
        }
    }

    /** The database's own words, the daemon's, and those of a create that is still under way, which goes from creating to starting. */
    private static boolean nameTaken(Answer.Refused refused) {
        return refused.says("UNIQUE constraint failed: instances") || refused.says("already exists") || refused.says("Instance is busy");
    }

    /** A name that is taken by the same key is a repeat of our own call; its first run may still be under way. */
    private void checkOwner(ProviderRef ref, Tags tags, Answer.Refused refused) {
        instances.settle(ref);
        Optional<JsonNode> holder = instances.ours(ref);
        if (holder.flatMap(instances::tags).filter(tags::equals).isEmpty()) {
            throw holder.isEmpty() && refused.says("busy")
                    ? new DriverException.Transient("something else was done to a machine of this name", ref.value())
                    : new DriverException.Rejected("name-taken", "another machine has this name", ref.value());
        }
    }

    /** With the image's name, which Incus does not repeat when it does not find the image. */
    private static DriverException sorted(Answer.Refused refused, InstanceSpec spec) {
        DriverException sorted = Refusals.sort(withoutSecret(refused, spec), Subject.IMAGE);
        return sorted instanceof DriverException.Rejected rejected && rejected.code().equals(Subject.IMAGE.code())
                ? new DriverException.Rejected(rejected.code(), Subject.IMAGE.sentence(), spec.image() + ": " + rejected.fact())
                : sorted;
    }

    /** Daemons repeat configuration values in some refusals. */
    private static Answer.Refused withoutSecret(Answer.Refused refused, InstanceSpec spec) {
        String text = spec.bootstrap().isEmpty() ? refused.text() : refused.text().replace(spec.bootstrap(), "(bootstrap)");
        boolean quoted = text.contains(InstanceRequest.BOOTSTRAP);
        return new Answer.Refused(refused.code(), quoted ? "Invalid value of " + InstanceRequest.BOOTSTRAP : text, refused.operation(), refused.retryAfter());
    }

    @Override
    public void start(ProviderRef ref) {
        for (int tries = 1; ; tries++) {
            PowerState power = instances.power(instances.require(ref));
            switch (power) {
                case RUNNING -> {
                    return;
                }
                case FAILED -> throw new DriverException.Rejected("half-made", "the daemon died while it made the instance", ref.value());
                case STARTING, STOPPING, STOPPED, FROZEN -> {
                    // as follows
                }
            }
            Answer answer = state(ref, IncusApi.object().put("action", power == PowerState.FROZEN ? "unfreeze" : "start"), START_MAX);
            if (!(answer instanceof Answer.Refused refused) || refused.says("already running")) {
                return;
            }
            if (!refused.says("is busy") || tries == TRIES_MAX) {
                throw Refusals.sort(refused, Subject.INSTANCE);
            }
            instances.settle(ref);
        }
    }

    @Override
    public void stop(ProviderRef ref, StopMode mode) {
        Optional<JsonNode> found = instances.ours(ref);
        if (found.isEmpty() || InstanceJson.power(found.get()) == PowerState.STOPPED) {
            return;
        }
        boolean down = switch (mode) {
            case StopMode.Graceful(Duration patience) -> patience.isPositive() && shutDown(ref, patience);
            case StopMode.Force() -> false;
        };
        if (!down) {
            force(ref);
        }
    }

    /** False when the guest did not go down in time: an init that is not ready yet ignores the wish, and a frozen guest cannot hear it. */
    private boolean shutDown(ProviderRef ref, Duration patience) {
        ObjectNode wish = IncusApi.object().put("action", "stop").put("force", false).put("timeout", Math.max(1, patience.plusMillis(999).toSeconds()));
        return stopped(state(ref, wish, patience.plus(FORCE_MAX)));
    }

    private void force(ProviderRef ref) {
        insist(ref, instance -> pulledPlug(ref));
    }

    private Answer pulledPlug(ProviderRef ref) {
        ObjectNode order = IncusApi.object().put("action", "stop").put("force", true).put("timeout", FORCE_MAX.toSeconds());
        return state(ref, order, FORCE_MAX);
    }

    /** Stopped, or not there to be stopped. */
    private static boolean stopped(Answer answer) {
        return switch (answer) {
            case Answer.Done done -> true;
            case Answer.Refused refused -> refused.says("already stopped") || refused.says("Instance not found");
        };
    }

    @Override
    public void remove(ProviderRef ref) {
        insist(ref, instance -> {
            if (InstanceJson.power(instance) != PowerState.STOPPED) {
                Answer answer = pulledPlug(ref);
                if (!stopped(answer)) {
                    return answer;
                }
            }
            return api.change("DELETE", IncusInstances.path(ref), HttpBody.NONE, Map.of(), Map.of(), DELETE_MAX);
        });
    }

    /**
     * Looks at the instance and acts until it is stopped or gone, after each refusal waiting for what keeps it busy: its creation, which may start it between look and act,
     * or a shutdown from inside.
     */
    private void insist(ProviderRef ref, Function<JsonNode, Answer> act) {
        Optional<JsonNode> instance = instances.ours(ref);
        for (int tries = 1; instance.isPresent(); tries++) {
            Answer answer = act.apply(instance.get());
            if (stopped(answer)) {
                return;
            }
            Answer.Refused refused = (Answer.Refused) answer;
            boolean passes = refused.says("is busy") || refused.says("is running");
            if (!passes || tries == TRIES_MAX) {
                throw Refusals.sort(refused, Subject.INSTANCE);
            }
            instances.settle(ref);
            instance = instances.ours(ref);
        }
    }

    private Answer state(ProviderRef ref, ObjectNode state, Duration patience) {
        return api.change("PUT", IncusInstances.path(ref) + "/state", state, patience);
    }

    @Override
    public Optional<Volumes> volumes() {
        return Optional.of(new IncusVolumes(api, settings.pool(), instances.deployment()));
    }

    @Override
    public Optional<Images> images() {
        return Optional.of(new IncusImages(api));
    }

    @Override
    public Optional<Files> files() {
        return Optional.of(new IncusFiles(api, instances));
    }

    @Override
    public Optional<Exec> exec() {
        return Optional.of(new IncusExec(api, instances));
    }

    @Override
    public void close() {
        api.close();
    }
}
