package brume.cli;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.http.TestClient;
import brume.director.whole.WholeDirector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plans say what would change and what it costs; applying does exactly that; exports come back as they were. Every test has applications of its own. */
final class PlanTest extends DirectorSession {
    private static Shell.Ran ran(int exit, String... arguments) {
        Shell.Ran ran = shell.brume(arguments);
        assertThat(ran.exit()).as(String.join(" ", arguments) + "\n" + ran.out() + ran.err()).isEqualTo(exit);
        return ran;
    }

    private static String out(String... arguments) {
        return ran(0, arguments).out();
    }

    private static String manifest(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void apply_makesWhatIsNotThere_andThenChangesIt() throws IOException {
        String code = archive("first.zip", "<?php 1").getFileName().toString();
        String first = manifest("first.yaml", """
                Application: grown
                Services:
                  - {Type: php, ServiceName: web, Start: 1, Archive: %s}
                  - {Type: mysql, ServiceName: data, Start: 1}
                """.formatted(code));
        assertThat(out("app", "plan", first)).contains(
                "+ application grown", "+ service web  (php at fake, backend 1, proxy 1, web 1, first.zip (", "+ service data",
                "machines          0 -> 2  (web 0 -> 1, data 0 -> 1)", "credits per hour  0 -> 2");
        assertThat(out("app", "list")).as("a plan changes nothing").doesNotContain("grown");
        JsonNode made = ran(0, "app", "apply", first, "--yes", "-o", "json").json();
        assertThat(made.path("state").asText()).isEqualTo("RUNNING");
        assertThat(out("app", "plan", first)).contains("application grown, revision 1", "Nothing to change.", "machines          2\n", "credits per hour  2\n");
        assertThat(out("app", "diff", "grown")).isEqualTo("Nothing is otherwise than it is wanted.\n");
        assertThat(ran(0, "app", "diff", "grown", "-o", "json").json()).isEmpty();

        String second = manifest("second.yaml", """
                Application: grown
                Services:
                  - Type: php
                    ServiceName: web
                    StartupInstances: {backend: 3}
                    Settings: {memory_limit: 64M}
                    Archive: %s
                  - {Type: php, ServiceName: spare}
                """.formatted(archive("second.zip", "<?php 2").getFileName()));
        String plan = out("app", "plan", second);
        assertThat(plan).contains(
                "- service data  (mysql at fake, glb 0, mysql 1)",
                "~ service web: role backend  1 -> 3",
                "~ service web: setting memory_limit  (default) -> \"64M\"",
                "~ service web: code  first.zip (", ") -> second.zip (",
                "+ service spare  (php at fake, backend 1, proxy 1, web 1, stopped)",
                "machines          2 -> 4  (web 1 -> 4, data 1 -> 0)",
                "credits per hour  2 -> 4");
        Shell.Ran unasked = ran(2, "app", "apply", second);
        assertThat(unasked.err()).contains("~ service web: role backend  1 -> 3", "losing the data");
        JsonNode changed = ran(0, "app", "apply", second, "--yes", "-o", "json").json();
        assertThat(changed.path("services").valueStream().filter(s -> s.path("name").asText().equals("web")).findFirst().orElseThrow().path("nodes")).hasSize(4);
        assertThat(out("app", "plan", second)).contains("Nothing to change.");
        assertThat(out("app", "history", "grown")).contains("Manifest deployed: web: added", "Manifest applied: data: removed; web: role backend 1 -> 3");
        assertThat(out("app", "diff", "grown", "1", "2")).contains("- service data");
        assertThat(out("app", "undo", "grown", "1", "--yes", "--no-wait")).contains("data (mysql");
    }

    @Test
    void exitCodes_tellChangesFromNone_andBothFromMistakes() throws IOException {
        String good = manifest("coded.yaml", "Application: coded\nServices:\n  - {Type: php, ServiceName: web}\n");
        String bad = manifest("mistaken.yaml", "Application: coded\nServices:\n  - {Type: phq}\n  - {Type: php, ServiceName: web, StartupInstances: {backend: 0}}\n");
        ran(2, "app", "plan", good, "--detailed-exitcode");
        ran(2, "app", "apply", good, "--yes", "--detailed-exitcode");
        ran(0, "app", "plan", good, "--detailed-exitcode");
        ran(0, "app", "apply", good, "--detailed-exitcode");
        assertThat(ran(1, "app", "plan", bad, "--detailed-exitcode").err()).contains("mistaken.yaml:3:", "mistaken.yaml:4:");
        ran(3, "app", "plan", bad);
        JsonNode plan = ran(0, "app", "plan", good, "-o", "json").json();
        assertThat(plan.path("changes")).isEmpty();
        assertThat(plan.path("version").asText()).startsWith("1-");
    }

    @Test
    void mistakes_areToldAllAtOnce_withTheirPlaces() throws IOException {
        ran(0, "app", "create", "rigid");
        ran(0, "service", "add", "rigid", "php", "--name", "web");
        Files.writeString(folder.resolve("broken.zip"), "no archive");
        String manifest = manifest("rigid.yaml", """
                Application: rigid
                Services:
                  - Type: mysql
                    ServiceName: web
                  - Type: mysql
                    ServiceName: data
                    Password: <give anew>
                  - Type: php
                    ServiceName: other
                    Archive: broken.zip
                """);
        String err = ran(3, "app", "apply", manifest, "--yes").err();
        assertThat(err).contains("rigid.yaml:3:", "Service 'web' is php at fake and cannot become mysql at fake", "rigid.yaml:7:", "stands in no exported manifest", "rigid.yaml:10:");
        assertThat(out("service", "list", "rigid").lines()).hasSize(2);
        String absent = manifest("absent.yaml", "Services:\n  - {Type: php, Archive: 'sha256:%s/x.zip'}\n".formatted("0".repeat(64)));
        assertThat(ran(3, "app", "plan", absent).err()).contains("Which application?");
        assertThat(ran(3, "app", "plan", absent, "--app", "rigid").err()).contains("absent.yaml:2:", "The director has no bytes of x.zip");
        assertThat(ran(3, "app", "plan", absent, "--app", "rigidd").err()).contains("Is it \"rigid\"?");
    }

    @Test
    void planThatIsOld_isRefused() throws IOException {
        ran(0, "app", "create", "raced");
        String text = "Application: raced\nServices:\n  - {Type: php, ServiceName: web}\n";
        TestClient admin = director.admin();
        String body = new ObjectMapper().writeValueAsString(Map.of("text", text));
        String version = admin.post("/api/v1/manifests/plan", body).json().path("version").asText();
        ran(0, "service", "add", "raced", "mysql");
        assertThat(admin.header("If-Match", '"' + version + '"').post("/api/v1/manifests/apply", body).status()).isEqualTo(412);
        assertThat(out("service", "list", "raced").lines()).hasSize(2);
    }

    @Test
    void passwords_areChangedOnlyWhenTheyAreOthers_andShownNowhere() throws IOException {
        String manifest = manifest("secret.yaml", "Application: secret\nServices:\n  - {Type: mysql, ServiceName: data, Password: first-password}\n");
        ran(0, "app", "deploy", manifest, "--no-wait");
        assertThat(out("app", "plan", manifest)).contains("Nothing to change.");
        String other = manifest("secret2.yaml", "Application: secret\nServices:\n  - {Type: mysql, ServiceName: data, Password: second-password}\n");
        assertThat(out("app", "plan", other)).contains("~ service data: password  the present one -> the given one").doesNotContain("second-password");
        ran(0, "app", "apply", other, "--yes", "--no-wait");
        assertThat(out("app", "plan", other)).contains("Nothing to change.");
        assertThat(out("app", "history", "secret")).contains("Manifest applied: data: password the present one -> the given one");
        Shell.Ran export = ran(0, "app", "export", "secret");
        assertThat(export.out()).contains("\"Password\": \"<give anew>\"").doesNotContain("second-password");
        assertThat(export.err()).contains("Passwords are not exported", "data");
        String exported = manifest("exported.json", export.out());
        assertThat(out("app", "plan", exported)).as("the present one stays").contains("Nothing to change.");
        assertThat(ran(3, "app", "deploy", exported).err()).contains("exported.json:", "stands in no exported manifest");
    }

    @Test
    void export_deployedElsewhere_isTheSameByteForByte() throws IOException {
        String manifest = manifest("moved.yaml", """
                Application: moved
                Description: "goes: elsewhere"
                Services:
                  - Type: php
                    ServiceName: web
                    StartupInstances: {backend: 2}
                    Settings: {upload_max_filesize: 8M, memory_limit: 64M}
                    Archive: %s
                  - {Type: mysql, Start: 1}
                """.formatted(archive("moved.zip", "<?php 3").getFileName()));
        ran(0, "app", "deploy", manifest, "--no-wait");
        String json = out("app", "export", "moved");
        String yaml = out("app", "export", "moved", "--yaml");
        Path taken = folder.resolve("taken");
        assertThat(out("app", "export", "moved", "--with-code", taken.toString())).isEqualTo(taken.resolve("manifest.json") + "\n");

        try (WholeDirector elsewhere = new WholeDirector(folder.resolve("elsewhere"))) {
            Shell there = Shell.of(folder.resolve("user2"), Map.of("BRUME_HOME", elsewhere.home().toString()));
            assertThat(there.brume("app", "deploy", manifest("alone.json", json), "--no-wait").err()).contains("The director has no bytes of moved.zip");
            assertThat(there.brume("app", "deploy", taken.resolve("manifest.json").toString(), "--no-wait").exit()).isZero();
            assertThat(there.brume("app", "export", "moved").out()).isEqualTo(json);
            assertThat(there.brume("app", "export", "moved", "--yaml").out()).isEqualTo(yaml);
            Path again = folder.resolve("again");
            assertThat(there.brume("app", "export", "moved", "--with-code", again.toString()).exit()).isZero();
            assertThat(again.resolve("manifest.json")).hasSameBinaryContentAs(taken.resolve("manifest.json"));
            assertThat(there.brume("app", "plan", manifest("moved.yaml.json", yaml)).out()).contains("Nothing to change.");
        }
    }

    @Test
    void drift_saysWhatIsOtherwise() {
        ran(0, "app", "create", "drifting");
        ran(0, "service", "add", "drifting", "php", "--name", "web", "--start");
        director.breakRole("php.backend", "unit-failed");
        ran(0, "node", "add", "drifting", "web", "backend=1", "--no-wait");
        String drift = out("app", "diff", "drifting");
        assertThat(drift).contains("SERVICE", "web", "role backend");
        ran(0, "app", "delete", "drifting", "--yes", "--no-wait");
    }

    @Test
    void deployOfANameThatIsThere_hintsAtApply() throws IOException {
        String manifest = manifest("twice.yaml", "Application: twice\nServices: []\n");
        assertThat(ran(0, "app", "deploy", manifest).err()).doesNotContain("apply");
        assertThat(ran(0, "app", "deploy", manifest).err()).contains("this one is 'twice (2)'", "'brume app apply'");
    }
}
