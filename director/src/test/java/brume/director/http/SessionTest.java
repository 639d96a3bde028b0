package brume.director.http;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.db.OnBothEngines;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothEngines
final class SessionTest {
    @TempDir
    Path home;

    private LiveDirector director;

    @BeforeEach
    void start() throws IOException {
        director = new LiveDirector(home, List.of());
    }

    @AfterEach
    void stop() {
        director.close();
    }

    private TestClient.Answer login(String name, String password) {
        return director.client().post("/api/v1/session", "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}");
    }

    @Test
    void firstAdministrator_logsIn_andIsWhoTheySay() {
        JsonNode session = login("admin", director.adminPassword()).json();

        TestClient admin = director.client().token(session.get("token").textValue());
        JsonNode me = admin.get("/api/v1/session").json();

        assertThat(me.toString()).isEqualTo("{\"name\":\"admin\",\"role\":\"admin\",\"scope\":\"admin\",\"token\":\"session\"}");
    }

    @Test
    void logout_endsTheToken() {
        TestClient admin = director.client().token(login("admin", director.adminPassword()).json().get("token").textValue());

        assertThat(admin.delete("/api/v1/session").status()).isEqualTo(204);
        assertThat(admin.get("/api/v1/session").status()).isEqualTo(401);
    }

    @Test
    void wrongPasswordAndUnknownAccount_areToldAlike() {
        TestClient.Answer wrong = login("admin", "not the password");
        TestClient.Answer unknown = login("nobody-here", "not the password");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.text()).isEqualTo(unknown.text());
    }

    @Test
    void guessing_isSlowedDown_evenForTheRightPassword() {
        for (int i = 0; i < 6; i++) {
            login("admin", "guess " + i);
        }

        TestClient.Answer answer = login("admin", director.adminPassword());

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isPresent();
    }

    @Test
    void localTokenAndItsContext_areForTheOwnerOnly() throws IOException {
        JsonNode context = Json.MAPPER.readTree(home.resolve("cli.json").toFile());

        assertThat(context.get("url").textValue()).isEqualTo(director.url(Door.API));
        assertThat(Files.readString(Path.of(context.get("caFile").textValue()))).isEqualTo(director.authority.caPem());
        Path token = Path.of(context.get("tokenFile").textValue());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("ca/ca.key")))).isEqualTo("rw-------");
        assertThat(director.admin().get("/api/v1/session").json().get("token").textValue()).isEqualTo("local");
    }

    @Test
    void newPassword_needsTheOldOne_exceptFromTheLocalToken() throws IOException {
        TestClient session = director.client().token(login("admin", director.adminPassword()).json().get("token").textValue());

        assertThat(session.post("/api/v1/password", "{\"new\":\"a new password\"}").status()).isEqualTo(422);
        assertThat(session.post("/api/v1/password", "{\"old\":\"wrong\",\"new\":\"a new password\"}").status()).isEqualTo(401);
        assertThat(director.admin().post("/api/v1/password", "{\"new\":\"a new password\"}").status()).isEqualTo(204);

        assertThat(session.get("/api/v1/session").status()).isEqualTo(401); // other sessions end
        assertThat(login("admin", "a new password").status()).isEqualTo(201);
    }

    @Test
    void token_isShownOnce_andTakenBack() throws IOException {
        JsonNode made = director.admin().post("/api/v1/tokens", "{\"name\":\"ci\",\"scope\":\"read\",\"days\":1}").json();
        TestClient ci = director.client().token(made.get("secret").textValue());

        assertThat(made.get("secret").textValue()).startsWith("brume_").hasSizeGreaterThan(45);
        assertThat(ci.get("/api/v1/tokens").text()).contains("\"ci\"").doesNotContain(made.get("secret").textValue());
        assertThat(ci.post("/api/v1/tokens", "{\"name\":\"more\",\"scope\":\"read\"}").status()).isEqualTo(403);
        assertThat(director.admin().delete("/api/v1/tokens/" + made.get("token").get("id").textValue()).status()).isEqualTo(204);
        assertThat(ci.get("/api/v1/tokens").status()).isEqualTo(401);
    }

    @Test
    void writeToken_makesNoAdminToken() throws IOException {
        String secret = director.admin().post("/api/v1/tokens", "{\"name\":\"w\",\"scope\":\"write\"}").json().get("secret").textValue();

        assertThat(director.client().token(secret).post("/api/v1/tokens", "{\"name\":\"a\",\"scope\":\"admin\"}").status()).isEqualTo(403);
    }

    @Test
    void mistakesInARequest_areToldAtOnce_withTheirPlaces() throws IOException {
        TestClient.Answer answer = director.admin().post("/api/v1/tokens", "{\"nam\":\"x\",\n \"scope\":\"all\",\n \"days\":\"soon\"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.json().get("problems")).extracting(p -> p.get("code").textValue() + " " + p.get("place").get("line") + " " + p.get("place").get("pointer"))
                .containsExactlyInAnyOrder("unknown-field 1 \"/nam\"", "wrong-type 2 \"/scope\"", "wrong-type 3 \"/days\"", "missing-field 1 \"\"");
    }
}
