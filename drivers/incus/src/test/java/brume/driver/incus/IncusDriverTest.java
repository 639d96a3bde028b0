package brume.driver.incus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.CreateKey;
import brume.core.driver.DriverException;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.driver.StopMode;
import brume.core.driver.Tags;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the driver asks and how it reads the answers, where a real daemon cannot be brought into the situation at will. */
final class IncusDriverTest {
    private static final InstanceSpec SPEC = InstanceRequestTest.spec(1000, "services", "{\"token\":\"s3cr3t-5ec7e7\"}", List.of());
    private static final ProviderRef REF = new ProviderRef(SPEC.name());
    private static final ScriptedServer.Act INCUS = IncusApiTest.state(
            "{\"auth\":\"trusted\",\"api_extensions\":[\"instance_create_start\"],\"environment\":{\"server\":\"incus\",\"server_version\":\"6.0.4\",\"server_name\":\"host1\"}}");
    private static final ScriptedServer.Act LXD = IncusApiTest.state(
            "{\"auth\":\"trusted\",\"api_extensions\":[],\"environment\":{\"server\":\"lxd\",\"server_version\":\"5.0.2\",\"server_name\":\"host1\"}}");
    private static final ScriptedServer.Act TAKEN = IncusApiTest.error(
            200, 500, "Failed creating instance record: Add instance info to the database: UNIQUE constraint failed: instances.project_id, instances.name");
    private static final ScriptedServer.Act NO_OPERATIONS = IncusApiTest.state("{}");

    @Test
    void machine_isReadFromTheDaemonsAnswer() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(instance(InstanceRequestTest.TAGS, "Running", 103), INCUS);
                IncusDriver driver = driver(server)) {
            assertThat(driver.find(REF)).contains(new ObservedInstance(
                    REF,
                    SPEC.name(),
                    InstanceRequestTest.TAGS,
                    PowerState.RUNNING,
                    List.of("10.83.0.16", "172.17.0.1", "fd42::1"),
                    Instant.parse("2026-01-02T03:04:05.678Z"),
                    "host1"));
        }
    }

    @Test
    void createOnIncus_isOneCall_withoutAStart() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(
                        IncusApiTest.STARTED, IncusApiTest.SUCCEEDED, INCUS, instance(InstanceRequestTest.TAGS, "Running", 103));
                IncusDriver driver = driver(server)) {
            assertThat(create(driver).power()).isEqualTo(PowerState.RUNNING);
            assertThat(server.requests()).noneMatch(r -> r.startsWith("PUT"));
        }
    }

    @Test
    void createOnLxd_isFollowedByAStart() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(
                        IncusApiTest.STARTED,
                        IncusApiTest.SUCCEEDED,
                        LXD,
                        instance(InstanceRequestTest.TAGS, "Stopped", 102),
                        IncusApiTest.STARTED,
                        IncusApiTest.SUCCEEDED,
                        instance(InstanceRequestTest.TAGS, "Running", 103));
                IncusDriver driver = driver(server)) {
            create(driver);

            assertThat(server.requests()).anyMatch(r -> r.startsWith("PUT /1.0/instances/" + SPEC.name() + "/state") && r.contains("\"start\""));
        }
    }

    @Test
    void nameTakenByTheSameKey_isTheMachineOfTheFirstCall() throws IOException {
        ScriptedServer.Act ours = instance(InstanceRequestTest.TAGS, "Running", 103);
        try (ScriptedServer server = ScriptedServer.of(IncusApiTest.STARTED, TAKEN, NO_OPERATIONS, ours, ours, INCUS);
                IncusDriver driver = driver(server)) {
            assertThat(create(driver).tags()).isEqualTo(InstanceRequestTest.TAGS);
        }
    }

    @Test
    void nameTakenByAnotherKey_isRejected() throws IOException {
        Tags other = new Tags("demo", InstanceRequestTest.TAGS.instance(), 2);
        try (ScriptedServer server = ScriptedServer.of(IncusApiTest.STARTED, TAKEN, NO_OPERATIONS, instance(other, "Running", 103));
                IncusDriver driver = driver(server)) {
            assertThatThrownBy(() -> create(driver))
                    .isInstanceOfSatisfying(DriverException.Rejected.class, e -> assertThat(e.code()).isEqualTo("name-taken"));
        }
    }

    @Test
    void createThatIsStillUnderWay_isWaitedFor_andAnsweredWith() throws IOException {
        ScriptedServer.Act busy = IncusApiTest.error(200, 400, "Failed creating instance record: Instance is busy running a \\\"create\\\" operation");
        ScriptedServer.Act running = IncusApiTest.state("{\"running\":[{\"id\":\"first\",\"resources\":{\"instances\":[\"/1.0/instances/" + SPEC.name()
                + "?project=p\"]}},{\"id\":\"other\",\"resources\":{\"instances\":[\"/1.0/instances/" + SPEC.name() + "0?project=p\"]}}]}");
        ScriptedServer.Act ours = instance(InstanceRequestTest.TAGS, "Running", 103);
        try (ScriptedServer server = ScriptedServer.of(IncusApiTest.STARTED, busy, running, IncusApiTest.SUCCEEDED, ours, ours, INCUS);
                IncusDriver driver = driver(server)) {
            assertThat(create(driver).ref()).isEqualTo(REF);
            assertThat(server.requests()).filteredOn(r -> r.contains("/1.0/operations/first/wait")).hasSize(1);
            assertThat(server.requests()).noneMatch(r -> r.contains("other"));
        }
    }

    @Test
    void refusal_neverTellsTheBootstrap() throws IOException {
        ScriptedServer.Act talkative = IncusApiTest.error(
                400, 400, "Invalid config: user.brume.bootstrap = {\\\"token\\\":\\\"s3cr3t-5ec7e7\\\"} and {token: s3cr3t-5ec7e7}");
        try (ScriptedServer server = ScriptedServer.of(talkative);
                IncusDriver driver = driver(server)) {
            assertThatThrownBy(() -> create(driver)).isInstanceOfSatisfying(DriverException.Rejected.class, e -> {
                assertThat(e.code()).isEqualTo("bad-request");
                assertThat(e.fact() + e.getMessage()).doesNotContain("s3cr3t");
            });
        }
    }

    @Test
    void guestThatDoesNotGoDown_isForced() throws IOException {
        ScriptedServer.Act ignored = IncusApiTest.error(200, 500, "Failed shutting down instance, status is \\\"Running\\\": context deadline exceeded");
        ScriptedServer.Act ours = instance(InstanceRequestTest.TAGS, "Running", 103);
        try (ScriptedServer server = ScriptedServer.of(ours, IncusApiTest.STARTED, ignored, ours, IncusApiTest.STARTED, IncusApiTest.SUCCEEDED);
                IncusDriver driver = driver(server)) {
            driver.stop(REF, new StopMode.Graceful(Duration.ofMillis(1500)));

            assertThat(server.requests()).filteredOn(r -> r.startsWith("PUT")).satisfiesExactly(
                    wish -> assertThat(wish).contains("\"force\":false", "\"timeout\":2"), order -> assertThat(order).contains("\"force\":true"));
        }
    }

    @Test
    void removalOfABusyMachine_isTriedAgain_onceItIsNotBusy() throws IOException {
        ScriptedServer.Act busy = IncusApiTest.error(200, 500, "Instance is busy running a \\\"stop\\\" operation");
        ScriptedServer.Act stopped = instance(InstanceRequestTest.TAGS, "Stopped", 102);
        try (ScriptedServer server = ScriptedServer.of(
                        stopped, IncusApiTest.STARTED, busy, NO_OPERATIONS, stopped, IncusApiTest.STARTED, IncusApiTest.SUCCEEDED);
                IncusDriver driver = driver(server)) {
            driver.remove(REF);

            assertThat(server.requests()).filteredOn(r -> r.startsWith("DELETE")).hasSize(2);
        }
    }

    @Test
    void projectThatIsNotThere_isNotAnEmptyListing() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(IncusApiTest.state("[]"), IncusApiTest.error(404, 404, "Project not found"));
                IncusDriver driver = driver(server)) {
            assertThatThrownBy(driver::list)
                    .isInstanceOfSatisfying(DriverException.Rejected.class, e -> assertThat(e.code()).isEqualTo("no-such-project"));
        }
    }

    @Test
    void frozenMachine_isThawedByAStart() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(instance(InstanceRequestTest.TAGS, "Frozen", 110), IncusApiTest.STARTED, IncusApiTest.SUCCEEDED);
                IncusDriver driver = driver(server)) {
            driver.start(REF);

            assertThat(server.requests().get(1)).contains("unfreeze");
        }
    }

    @Test
    void machineThatIsBeingMade_starts() throws IOException {
        ScriptedServer.Act running = IncusApiTest.state(
                "{\"running\":[{\"id\":\"first\",\"resources\":{\"instances\":[\"/1.0/instances/" + SPEC.name() + "?project=p\"]}}]}");
        try (ScriptedServer server = ScriptedServer.of(halfMade(), running, INCUS);
                IncusDriver driver = driver(server)) {
            assertThat(driver.find(REF)).map(ObservedInstance::power).contains(PowerState.STARTING);
        }
    }

    @Test
    void machineThatNobodyMakesAnyMore_hasFailed_andIsNotStarted() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(halfMade(), NO_OPERATIONS, halfMade(), INCUS, halfMade(), NO_OPERATIONS, halfMade());
                IncusDriver driver = driver(server)) {
            assertThat(driver.find(REF)).map(ObservedInstance::power).contains(PowerState.FAILED);
            assertThatThrownBy(() -> driver.start(REF))
                    .isInstanceOfSatisfying(DriverException.Rejected.class, e -> assertThat(e.code()).isEqualTo("half-made"));
            assertThat(server.requests()).noneMatch(r -> r.startsWith("PUT"));
        }
    }

    @Test
    void machineWhoseMakingJustEnded_isAsItIsThen() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(halfMade(), NO_OPERATIONS, instance(InstanceRequestTest.TAGS, "Running", 103), INCUS);
                IncusDriver driver = driver(server)) {
            assertThat(driver.find(REF)).map(ObservedInstance::power).contains(PowerState.RUNNING);
        }
    }

    @Test
    void startOfABusyMachine_waitsForWhatKeepsItBusy() throws IOException {
        ScriptedServer.Act busy = IncusApiTest.error(200, 400, "Instance is busy running a \\\"start\\\" operation");
        try (ScriptedServer server = ScriptedServer.of(
                        instance(InstanceRequestTest.TAGS, "Stopped", 102),
                        IncusApiTest.STARTED,
                        busy,
                        NO_OPERATIONS,
                        instance(InstanceRequestTest.TAGS, "Running", 103));
                IncusDriver driver = driver(server)) {
            driver.start(REF);

            assertThat(server.requests()).hasSize(5);
        }
    }

    @Test
    void referenceThatCannotBeAName_isNotAskedFor() throws IOException {
        try (ScriptedServer server = ScriptedServer.of();
                IncusDriver driver = driver(server)) {
            assertThat(driver.find(new ProviderRef("../../1.0"))).isEmpty();
            assertThat(server.requests()).isEmpty();
        }
    }

    private static ScriptedServer.Act halfMade() {
        return instance(InstanceRequestTest.TAGS, "Stopped", 102, "volatile.uuid");
    }

    private static ScriptedServer.Act instance(Tags tags, String status, int code) {
        return instance(tags, status, code, "volatile.last_state.power");
    }

    private static ScriptedServer.Act instance(Tags tags, String status, int code, String volatileKey) {
        return IncusApiTest.state("""
                {"name":"%s","status":"%s","status_code":%d,"location":"none","created_at":"2026-01-02T03:04:05.678Z",
                 "config":{"user.brume.deployment":"%s","user.brume.instance":"%s","user.brume.generation":"%d","%s":"x"},
                 "state":{"network":{
                   "docker0":{"addresses":[{"family":"inet","address":"172.17.0.1","scope":"global"}]},
                   "eth0":{"addresses":[{"family":"inet6","address":"fe80::1","scope":"link"},{"family":"inet6","address":"fd42::1","scope":"global"},
                                        {"family":"inet","address":"10.83.0.16","scope":"global"}]},
                   "lo":{"addresses":[{"family":"inet","address":"127.0.0.1","scope":"local"}]}}}}"""
                .formatted(SPEC.name(), status, code, tags.deployment(), tags.instance(), tags.generation(), volatileKey));
    }

    private static ObservedInstance create(IncusDriver driver) {
        return driver.create(SPEC, new CreateKey(InstanceRequestTest.TAGS.instance(), InstanceRequestTest.TAGS.generation()));
    }

    private static IncusDriver driver(ScriptedServer server) {
        return new IncusDriver(new IncusApi(new UnixHttp(server.socket()), "p", Optional.empty()), InstanceRequestTest.SETTINGS, "demo");
    }
}
