package brume.director.whole;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.db.StoredJson;
import brume.director.http.TestClient;
import brume.testkit.contract.Patience;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs from the agent's shipping to the user's eyes, and after the application is gone. */
final class LogsTest {
    private static final String LINES = "/api/v1/apps/Blog/logs/lines";

    @TempDir
    Path folder;

    private WholeDirector director;
    private TestClient admin;
    private TestClient agent;

    @BeforeEach
    void start() throws IOException {
        director = new WholeDirector(folder.resolve("home"));
        admin = director.admin();
        String app = admin.post("/api/v1/apps", "{\"name\":\"Blog\"}").json().path("id").asText();
        admin.post("/api/v1/apps/" + app + "/services", "{\"type\":\"mysql\",\"start\":true}");
        admin.post("/api/v1/apps/" + app + "/start");
        agent = director.anyAgent();
    }

    @AfterEach
    void stop() {
        director.close();
    }

    private TestClient.Answer ship(int number, String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            String entry = StoredJson.write(Map.of(
                    "__CURSOR", "s=0123456789abcdef;i=" + Integer.toHexString(number) + ";b=0",
                    "__REALTIME_TIMESTAMP", Long.toString(1_790_000_000_000_000L + number),
                    "_SYSTEMD_UNIT", "brume-mysql.service",
                    "MESSAGE", text));
            out.write(("{\"brume-mysql.service\":\"mysql.mysql\",\"evil\":\"../../etc\"}\n" + entry + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return agent.send("POST", "/agent/v1/logs", "application/gzip", packed.toByteArray());
    }

    @Test
    void whatIsShipped_isShown_masked_followed_andKeptWhenTheApplicationIsGone() throws IOException, InterruptedException {
        String address = admin.get("/api/v1/apps/Blog").json().at("/services/0/nodes/0/address").asText();
        String password = Patience.real(Duration.ofSeconds(30))
                .untilPresent("the database was told its password", () -> director.told(address, "mysql.mysql"))
                .settings()
                .replaceFirst("(?s).*\"password\":\"([^\"]+)\".*", "$1");
        assertThat(ship(1, "user logs in with " + password).json().path("cursor").asText()).endsWith(";i=1;b=0");
        assertThat(ship(1, "again").status()).isEqualTo(200);
        assertThat(admin.get(LINES).text().strip()).contains("user logs in with [secret]").doesNotContain("again").doesNotContain(password);
        assertThat(admin.get(LINES + "?role=mysql&format=text&grep=logs.in").text()).contains(" 1/1 mysql.mysql ");
        assertThat(admin.get(LINES + "?role=agent").text()).isEmpty();
        assertThat(admin.get(LINES + "?grep=(").status()).isEqualTo(400);
        assertThat(admin.get("/api/v1/apps/Nobody/logs/lines").status()).isEqualTo(404);

        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(admin.open(LINES + "?follow=true&tail=0").body(), StandardCharsets.UTF_8))) {
            ship(2, "came later");
            assertThat(in.readLine()).contains("came later");
        }

        admin.delete("/api/v1/apps/Blog");
        Patience.real(Duration.ofSeconds(30)).until("it is gone", () -> admin.get("/api/v1/apps/Blog").status() == 404);
        JsonNode kept = admin.get("/api/v1/apps/Blog/logs").json().path(0);
        assertThat(kept.path("role").asText()).isEqualTo("mysql.mysql");
        assertThat(admin.get(LINES).text()).contains("came later");
    }
}
