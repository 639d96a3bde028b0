package brume.driver.incus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.DriverException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The answers are recorded ones, shortened. */
final class IncusApiTest {
    static final String OPERATION = "/1.0/operations/6b4f1e9d";
    static final ScriptedServer.Act STARTED = ScriptedServer.json(
            202, "{\"type\":\"async\",\"status\":\"Operation created\",\"status_code\":100,\"operation\":\"" + OPERATION + "\",\"metadata\":{}}");
    static final ScriptedServer.Act SUCCEEDED = state("{\"id\":\"6b4f1e9d\",\"status\":\"Success\",\"status_code\":200,\"err\":\"\"}");

    static ScriptedServer.Act state(String operation) {
        return ScriptedServer.json(200, "{\"type\":\"sync\",\"status_code\":200,\"metadata\":" + operation + "}");
    }

    static ScriptedServer.Act error(int status, int code, String text) {
        return ScriptedServer.json(status, "{\"type\":\"error\",\"error_code\":" + code + ",\"error\":\"" + text + "\",\"metadata\":null}");
    }

    @Test
    void operation_isWaitedFor() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(STARTED, SUCCEEDED);
                IncusApi api = api(server)) {
            assertThat(change(api)).isInstanceOf(Answer.Done.class);
            assertThat(server.requests().get(1)).startsWith("GET " + OPERATION + "/wait?project=p&timeout=5 ");
        }
    }

    @Test
    void operationThatFailed_inTheFormOfIncus_isRefused() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(STARTED, error(200, 409, "already defined on another NIC"));
                IncusApi api = api(server)) {
            assertThat(change(api))
                    .isEqualTo(new Answer.Refused(409, "already defined on another NIC", Optional.of(OPERATION), Optional.empty()));
        }
    }

    @Test
    void operationThatFailed_inTheFormOfLxd_isRefused() throws IOException {
        ScriptedServer.Act failed = state("{\"status\":\"Failure\",\"status_code\":400,\"err\":\"No space left\"}");
        try (ScriptedServer server = ScriptedServer.of(STARTED, failed);
                IncusApi api = api(server)) {
            assertThat(change(api)).isEqualTo(new Answer.Refused(400, "No space left", Optional.of(OPERATION), Optional.empty()));
        }
    }

    @Test
    void operationThatGoesOn_inTheFormOfLxd_isOutcomeUnknown() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(STARTED, state("{\"status\":\"Running\",\"status_code\":103}"));
                IncusApi api = api(server)) {
            assertThatThrownBy(() -> change(api)).isInstanceOf(DriverException.OutcomeUnknown.class);
        }
    }

    @Test
    void operationThatGoesOn_inTheFormOfIncus_isOutcomeUnknown() throws IOException {
        ScriptedServer.Act tooLong = error(200, 500, "context deadline exceeded");
        try (ScriptedServer server = ScriptedServer.of(STARTED, tooLong, state("{\"status\":\"Running\",\"status_code\":103}"));
                IncusApi api = api(server)) {
            assertThatThrownBy(() -> change(api)).isInstanceOf(DriverException.OutcomeUnknown.class);
        }
    }

    @Test
    void operationThatIsGone_isOutcomeUnknown() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(STARTED, error(404, 404, "Operation not found"));
                IncusApi api = api(server)) {
            assertThatThrownBy(() -> change(api)).isInstanceOf(DriverException.OutcomeUnknown.class);
        }
    }

    @Test
    void daemonThatEndsDuringTheWait_isOutcomeUnknown() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(STARTED, ScriptedServer.hangUp(), ScriptedServer.hangUp());
                IncusApi api = api(server)) {
            assertThatThrownBy(() -> change(api)).isInstanceOf(DriverException.OutcomeUnknown.class);
        }
    }

    @Test
    void gatewayBetween_leavesAChangeUnknown_andALookTransient() throws IOException {
        ScriptedServer.Act gateway = ScriptedServer.raw("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\noops");
        try (ScriptedServer server = ScriptedServer.of(gateway, gateway);
                IncusApi api = api(server)) {
            assertThatThrownBy(() -> change(api)).isInstanceOf(DriverException.OutcomeUnknown.class);
            assertThatThrownBy(() -> api.read("/1.0/instances", Map.of(), Subject.PROJECT)).isInstanceOf(DriverException.Transient.class);
        }
    }

    @Test
    void daemonThatIsStarting_isTransient() throws IOException {
        ScriptedServer.Act starting = ScriptedServer.raw("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        try (ScriptedServer server = ScriptedServer.of(starting);
                IncusApi api = api(server)) {
            assertThatThrownBy(() -> IncusApi.done(change(api), Subject.INSTANCE)).isInstanceOf(DriverException.Transient.class);
        }
    }

    @Test
    void tooManyCalls_areRateLimited_forTheTimeThatTheDaemonSays() throws IOException {
        ScriptedServer.Act slower = ScriptedServer.raw("HTTP/1.1 429 Too Many\r\nRetry-After: 17\r\nContent-Length: 0\r\n\r\n");
        try (ScriptedServer server = ScriptedServer.of(slower);
                IncusApi api = api(server)) {
            assertThatThrownBy(() -> IncusApi.done(change(api), Subject.INSTANCE))
                    .isInstanceOfSatisfying(DriverException.RateLimited.class, e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(17)));
        }
    }

    @Test
    void daemonThatDoesNotTrustUs_isUnauthorized() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(state("{\"auth\":\"untrusted\",\"api_version\":\"1.0\"}"), error(403, 403, "Forbidden"));
                IncusApi api = api(server)) {
            assertThatThrownBy(api::server).isInstanceOf(DriverException.Unauthorized.class);
            assertThatThrownBy(() -> api.read("/1.0/instances", Map.of(), Subject.PROJECT)).isInstanceOf(DriverException.Unauthorized.class);
        }
    }

    @Test
    void serverIsAskedOnce() throws IOException {
        ScriptedServer.Act lxd = state("{\"auth\":\"trusted\",\"api_extensions\":[\"projects\"],"
                + "\"environment\":{\"server\":\"lxd\",\"server_version\":\"5.0.2\",\"server_name\":\"host1\"}}");
        try (ScriptedServer server = ScriptedServer.of(lxd);
                IncusApi api = api(server)) {
            assertThat(api.server()).isEqualTo(new Server(Product.LXD, "5.0.2", "host1", java.util.Set.of("projects")));
            assertThat(api.server().createsStarted()).isFalse();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void namesInPaths_areEscaped() {
        assertThat(IncusApi.path("images", "aliases", "a b/c?d#ü")).isEqualTo("/1.0/images/aliases/a%20b%2Fc%3Fd%23%C3%BC");
    }

    private static Answer change(IncusApi api) {
        return api.change("POST", "/1.0/instances", IncusApi.object(), Duration.ofSeconds(5));
    }

    static IncusApi api(ScriptedServer server) {
        return new IncusApi(new UnixHttp(server.socket()), "p", Optional.empty());
    }
}
