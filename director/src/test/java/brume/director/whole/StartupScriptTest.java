package brume.director.whole;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.agent.ContentRef;
import brume.core.agent.NodeConfig;
import brume.core.agent.RoleConfig;
import brume.director.db.StoredJson;
import brume.director.http.TestClient;
import brume.testkit.contract.Patience;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the manifest to what the agent gets; what the agent does with it is told by the agent's own tests. */
final class StartupScriptTest {
    private static final String SCRIPT = "#!/bin/sh\necho \"$MYSQL_HOST\"\n";

    @TempDir
    Path home;

    @Test
    void scriptOfTheManifest_reachesEveryNodeOfItsService_beforeItsRoles_withTheSiblingsVariables() throws IOException {
        try (WholeDirector director = new WholeDirector(home)) {
            TestClient admin = director.admin();
            String digest = admin.send("PUT", "/api/v1/blobs", "application/octet-stream", SCRIPT.getBytes(StandardCharsets.UTF_8)).json().path("digest").asText();
            String manifest = "{\"Application\": \"A\", \"Services\": [{\"Type\": \"php\", \"Start\": 1, \"StartupScript\": \"start.sh\", \"StartupInstances\": {\"backend\": 2}},"
                    + " {\"Type\": \"mysql\", \"Start\": 1, \"Password\": \"a-password-of-mine\"}]}";
            admin.post("/api/v1/manifests/deploy", StoredJson.write(Map.of("text", manifest, "files", Map.of("start.sh", digest))));

            JsonNode app = Patience.real(Duration.ofSeconds(30)).untilPresent("it runs", () -> {
                JsonNode view = admin.get("/api/v1/apps/A").json();
                return view.path("seenGeneration").asLong() >= view.path("generation").asLong() ? Optional.of(view) : Optional.empty();
            });

            JsonNode nodes = app.path("services").path(0).path("nodes");
            assertThat(nodes).hasSize(3);
            nodes.forEach(node -> {
                assertThat(node.path("roles").path(0).path("role").asText()).as("comes first").isEqualTo("startup");
                RoleConfig told = director.told(node.path("address").asText(), "startup").orElseThrow();
                assertThat(told.content()).containsExactly(new ContentRef("startup-script", digest, SCRIPT.length()));
                assertThat(told.settings()).contains("\"MYSQL_HOST\":\"10.83.0.", "\"MYSQL_PASSWORD\":\"a-password-of-mine\"");
            });
            app.path("services").path(1).path("nodes").forEach(node -> assertThat(director.told(node.path("address").asText(), "startup")).isEmpty());
            TestClient agent = director.anyAgent();
            NodeConfig config = StoredJson.read(agent.get("/agent/v1/config?after=0&wait=0").text(), NodeConfig.class);
            boolean named = config.roles().stream().anyMatch(r -> r.role().equals("startup"));
            TestClient.Answer content = agent.get("/agent/v1/content/" + digest);
            assertThat(content.status()).as("only whose configuration names it").isEqualTo(named ? 200 : 404);
        }
    }
}
