package brume.director.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.id.InstanceId;
import brume.director.db.OnBothEngines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tries every route of the table with every kind of caller. */
@OnBothEngines
final class RouteRolesTest {
    private enum Who {
        NOBODY,
        READER,
        WRITER,
        ADMIN,
        AGENT
    }

    @TempDir
    Path home;

    private LiveDirector director;

    @BeforeEach
    void start() throws IOException {
        Things things = new Things();
        things.gate.release(Integer.MAX_VALUE);
        director = new LiveDirector(home, things.routes());
    }

    @AfterEach
    void stop() {
        director.close();
    }

    private TestClient token(Scope scope) throws IOException {
        String request = "{\"name\":\"" + scope.text() + "\",\"scope\":\"" + scope.text() + "\"}";
        return director.client().token(director.admin().post("/api/v1/tokens", request).json().get("secret").textValue());
    }

    private static boolean mayPass(Access access, Who who) {
        return switch (access) {
            case PUBLIC, AGENT_ENROL -> true;
            case USER_READ -> who == Who.READER || who == Who.WRITER || who == Who.ADMIN;
            case USER_WRITE -> who == Who.WRITER || who == Who.ADMIN;
            case ADMIN -> who == Who.ADMIN;
            case AGENT -> who == Who.AGENT;
        };
    }

    @Test
    void everyRoute_letsThroughWhomTheTableSays_andNobodyElse() throws IOException {
        Map<String, String> wrong = new TreeMap<>();
        for (Route route : director.server.routes()) {
            Map<Who, TestClient> callers = new EnumMap<>(Map.of(
                    Who.NOBODY, director.client(),
                    Who.READER, token(Scope.READ),
                    Who.WRITER, token(Scope.WRITE),
                    Who.ADMIN, token(Scope.ADMIN),
                    Who.AGENT, director.agent(UUID.randomUUID(), 1)));
            callers.forEach((who, client) -> {
                int status = status(client, route);
                boolean passed = status != 401 && status != 403;
                if (passed != mayPass(route.access(), who)) {
                    wrong.put(route.verb() + " " + route.fullPath() + " by " + who, Integer.toString(status));
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    /** Without a body, which every route that passes the caller goes on to refuse or does not need. */
    private static int status(TestClient client, Route route) {
        String path = route.fullPath().replaceAll("\\{[^}]*}", "1");
        HttpRequest.Builder request = client.request(path).method(route.verb().name(), HttpRequest.BodyPublishers.noBody());
        return client.status(request);
    }

    @Test
    void pathsOfOneDoor_areNotBehindTheOther() {
        TestClient agent = director.agent(UUID.randomUUID(), 1);

        assertThat(agent.at(Door.AGENT, "/api/v1/version").status()).isEqualTo(404);
        assertThat(agent.at(Door.API, "/agent/v1/config").status()).isEqualTo(404);
        assertThat(agent.at(Door.AGENT, "/agent/v1/config").status()).isEqualTo(204);
    }

    @Test
    void agent_isWhoItsCertificateSays() throws IOException {
        Things.happens(director, "before");
        UUID instance = UUID.randomUUID();
        TestClient agent = director.agent(instance, 42);

        assertThat(agent.post("/agent/v1/report").status()).isEqualTo(204);
        assertThat(agent.token(director.localToken()).get("/api/v1/things/1").status()).isEqualTo(200); // two doors, two identities
    }

    @Test
    void revokedCertificate_isRefused_onOpenConnectionsAndNewOnes() {
        UUID instance = UUID.randomUUID();
        TestClient agent = director.agent(instance, 1);
        assertThat(agent.post("/agent/v1/report").status()).isEqualTo(204);

        director.database.write(tx -> {
            director.authority.revoke(tx, new InstanceId(instance));
            return true;
        });

        assertThat(agent.post("/agent/v1/report").status()).isEqualTo(401);
        TestClient fresh = agent.reconnected();
        assertThatThrownBy(() -> fresh.post("/agent/v1/report")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void certificateOfAnotherAuthority_isRefused() throws IOException {
        try (LiveDirector other = new LiveDirector(home.resolve("other"), List.of())) {
            TestClient stranger = other.agent(UUID.randomUUID(), 1).trusting(director);

            assertThatThrownBy(() -> stranger.post("/agent/v1/report")).isInstanceOf(UncheckedIOException.class);
        }
    }
}
