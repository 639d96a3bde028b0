package brume.cli;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.http.Door;
import brume.testkit.contract.Patience;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people and scripts do with a director that works. Every test has applications of its own. */
final class CommandLineTest extends DirectorSession {
    private static Shell.Ran refused(String... arguments) {
        Shell.Ran ran = shell.brume(arguments);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(3);
        assertThat(ran.out()).isEmpty();
        return ran;
    }

    @Test
    void application_livesFromCreateToDelete() {
        done("app", "create", "life", "--description", "of an app");
        Shell.Ran added = done("service", "add", "life", "php", "--start");
        assertThat(added.out()).contains("php", "RUNNING", "node 1", "php.backend=RUNNING");
        assertThat(done("app", "list").out()).contains("NAME", "life", "RUNNING", "http://10.83.0.");
        assertThat(done("app", "show", "life").out()).contains("life  RUNNING");
        assertThat(done("app", "stop", "life").out()).contains("STOPPED");
        assertThat(done("app", "start", "life").out()).contains("RUNNING");
        assertThat(done("app", "rename", "life", "after-life").out()).contains("after-life");
        done("app", "delete", "after-life", "--yes");
        assertThat(refused("app", "show", "after-life").err()).contains("There is no application \"after-life\".");
    }

    @Test
    void service_isScaledSetRenamedAndDeleted() {
        done("app", "create", "parts");
        done("service", "add", "parts", "php", "--start", "--name", "front");
        JsonNode grown = done("node", "add", "parts", "front", "backend=1", "web=1", "-o", "json").json();
        assertThat(grown.path("state").asText()).isEqualTo("RUNNING");
        assertThat(grown.path("nodes")).hasSize(5);
        assertThat(done("node", "list", "parts", "front").out().lines()).hasSize(6);
        assertThat(done("node", "remove", "parts", "front", "backend=1", "web=1", "-o", "json").json().path("nodes")).hasSize(1);
        assertThat(done("service", "set", "parts", "front", "--count", "backend=3", "-o", "json").json().path("counts").path("backend").asInt()).isEqualTo(3);
        assertThat(done("service", "set", "parts", "front", "--setting", "memory_limit=256M", "-o", "json").json().path("settings").path("memory_limit").asText())
                .isEqualTo("256M");
        assertThat(done("service", "rename", "parts", "front", "shop").out()).contains("shop");
        assertThat(done("service", "history", "parts", "shop").out()).contains("PROLOGUE", "ADAPTING", "RUNNING");
        assertThat(done("service", "list", "parts").out()).contains("shop", "backend 3");
        assertThat(done("service", "types").out()).contains("mysql", "glb", "backend");
        done("service", "stop", "parts", "shop");
        assertThat(refused("node", "add", "parts", "shop", "backend=1").err()).contains("start it first");
        assertThat(done("service", "start", "parts", "1", "--no-wait", "-o", "json").json().path("wantRun").asBoolean()).isTrue();
        assertThat(refused("node", "remove", "parts", "shop", "backend=3").err()).contains("At least 1 backend must remain");
        assertThat(refused("node", "add", "parts", "shop", "bakcend=1").err()).contains("no role 'bakcend'", "proxy, web, backend");
        done("service", "delete", "parts", "shop", "--yes");
        assertThat(done("service", "list", "parts", "-o", "json").json()).isEmpty();
    }

    @Test
    void veryNode_leavesByItsNumberIdOrMachine_unlessTheServiceNeedsIt() {
        done("app", "create", "named");
        done("service", "add", "named", "php", "--start", "--count", "backend=4");
        JsonNode nodes = done("node", "list", "named", "1", "-o", "json").json();
        assertThat(ordinals(nodes)).containsExactly(1, 2, 3, 4, 5);

        assertThat(ordinals(done("node", "remove", "named", "1", "3", "-o", "json").json().path("nodes"))).containsExactly(1, 2, 4, 5);
        assertThat(ordinals(done("node", "remove", "named", "1", nodes.path(1).path("id").asText(), "-o", "json").json().path("nodes"))).containsExactly(1, 4, 5);
        JsonNode last = done("node", "remove", "named", "1", nodes.path(4).path("instanceName").asText(), "-o", "json").json();
        assertThat(ordinals(last.path("nodes"))).as("one backend is packed on node 1").containsExactly(1);
        assertThat(last.path("counts").path("backend").asInt()).isEqualTo(1);

        assertThat(refused("node", "remove", "named", "1", "1").err()).contains("Node 1 is the address of the service");
        assertThat(refused("node", "remove", "named", "1", "9").err()).contains("There is no node \"9\".");
        assertThat(shell.brume("node", "remove", "named", "1", "1", "backend=1").exit()).isEqualTo(2);
    }

    @Test
    void databaseNode_leavesByItsNumber_butNotTheLast() {
        done("app", "create", "data");
        done("service", "add", "data", "mysql", "--start", "--count", "mysql=3");
        JsonNode left = done("node", "remove", "data", "1", "1", "-o", "json").json();
        assertThat(ordinals(left.path("nodes"))).containsExactly(2, 3);
        assertThat(left.path("text").asText()).contains("2 of 2 MariaDB nodes serve");
        done("node", "remove", "data", "1", "3");
        assertThat(refused("node", "remove", "data", "1", "2").err()).contains("Node 2 holds the only copy of the data");
    }

    private static List<Integer> ordinals(JsonNode nodes) {
        return nodes.valueStream().map(n -> n.path("ordinal").asInt()).toList();
    }

    @Test
    void databasesPassword_isChanged_andReachesNodesAndSiblings_butNoRowOrTrail() throws IOException {
        done("app", "create", "guarded");
        done("service", "add", "guarded", "php", "--start");
        JsonNode database = done("service", "add", "guarded", "mysql", "--start", "-o", "json").json();
        String php = done("service", "show", "guarded", "1", "-o", "json").json().path("nodes").path(0).path("address").asText();
        String node = database.path("nodes").path(0).path("address").asText();

        Shell.Ran typed = shell.typing("a-new-password\n").brume("mysql", "password", "guarded", "2");
        assertThat(typed.exit()).as(typed.err()).isZero();
        assertThat(typed.out() + typed.err()).doesNotContain("a-new-password");
        assertThat(director.told(node, "mysql.mysql").orElseThrow().settings()).contains("\"password\":\"a-new-password\"");
        assertThat(director.told(php, "php.backend").orElseThrow().settings()).contains("\"MYSQL_PASSWORD\":\"a-new-password\"");

        String made = done("mysql", "password", "guarded", "2", "--generate").out().strip();
        assertThat(made).hasSize(32);
        assertThat(director.told(node, "mysql.mysql").orElseThrow().settings()).contains(made).doesNotContain("a-new-password");
        assertThat(director.told(php, "php.backend").orElseThrow().settings()).contains(made);
        try (Stream<Path> files = Files.list(director.home())) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("brume.db")).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("a-new-password", made);
            }
        }
        assertThat(done("audit", "--limit", "5000").out()).contains("/password").doesNotContain(made);

        assertThat(refused("mysql", "password", "guarded", "1", "--generate").err()).contains("A php service has no password.");
        Shell.Ran brief = shell.typing("short\n").brume("mysql", "password", "guarded", "2");
        assertThat(brief.exit()).isEqualTo(3);
        assertThat(brief.err()).contains("/password: A password has 8 to 80 characters");
        assertThat(shell.brume("mysql", "password", "guarded", "2").exit()).isEqualTo(2);
    }

    @Test
    void noWait_returnsBeforeItIsSo() {
        done("app", "create", "patient");
        JsonNode view = done("service", "add", "patient", "php", "--start", "--no-wait", "-o", "json").json();
        assertThat(view.path("seenGeneration").asLong()).isLessThan(view.path("generation").asLong());
        assertThat(done("app", "delete", "patient", "--yes", "--no-wait").out()).isEmpty();
    }

    @Test
    void outputs_areTheSameThing() {
        done("app", "create", "outputs");
        for (String[] command : new String[][] {
            {"app", "show", "outputs"}, {"service", "types"}, {"site", "list"}, {"site", "show", "fake"}, {"image", "list"}, {"why", "app", "outputs"},
        }) {
            JsonNode json = shell.brume(with(command, "-o", "json")).json();
            assertThat(json.isEmpty()).as(String.join(" ", command)).isFalse();
            assertThat(withoutTimes(shell.brume(with(command, "-o", "yaml")).yaml())).isEqualTo(withoutTimes(json));
            assertThat(shell.brume(with(command, "-o", "table")).out()).isNotBlank().doesNotContain("{");
        }
    }

    private static String[] with(String[] command, String... more) {
        return Stream.of(command, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private static String withoutTimes(JsonNode tree) {
        return tree.toString().replaceAll("\"(seenAt|lookedAt|nextLook)\":\"[^\"]*\"", "");
    }

    @Test
    void code_isUploadedListedActivatedDownloadedAndDeleted_butNeverTheActiveOne() throws IOException {
        done("app", "create", "coded");
        done("service", "add", "coded", "php", "--start");
        Path one = archive("one.zip", "<?php echo 1;");
        Path two = archive("two.zip", "<?php echo 2;");
        String first = done("code", "upload", "coded", "1", one.toString(), "-m", "the first", "--activate").out().strip();
        String second = done("code", "upload", "coded", "1", two.toString()).out().strip();
        assertThat(done("code", "list", "coded", "1").out()).contains("*  " + first, "one.zip", "zip", "the first", second, "two.zip");

        assertThat(refused("code", "delete", "coded", "1", first).err()).contains("activate another one first");
        assertThat(done("code", "activate", "coded", "1", second).out()).contains("Serves code version " + second);
        done("code", "delete", "coded", "1", first);
        Path back = folder.resolve("back.zip");
        done("code", "download", "coded", "1", second, back.toString());
        assertThat(back).hasSameBinaryContentAs(two);
        assertThat(refused("code", "download", "coded", "1", first, back.toString()).err()).contains("no code version");

        Files.writeString(folder.resolve("none.zip"), "not an archive");
        assertThat(refused("code", "upload", "coded", "1", folder.resolve("none.zip").toString()).err()).contains("archive");
        assertThat(shell.brume("code", "upload", "coded", "1", folder.resolve("absent.zip").toString()).exit()).isEqualTo(2);
        done("service", "add", "coded", "mysql");
        assertThat(refused("code", "upload", "coded", "2", one.toString()).err()).contains("A mysql service takes no code.");
    }

    @Test
    void manifest_isDeployed_withTheFileBesideIt() throws IOException {
        archive("shop.zip", "<?php");
        Path manifest = Files.writeString(folder.resolve("shop.yaml"), """
                Application: Shop
                Services:
                  - Type: php
                    Start: 1
                    Archive: shop.zip
                  - Type: mysql
                    Start: 1
                """);
        assertThat(done("app", "deploy", manifest.toString(), "--check").out()).isEqualTo("No mistakes.\n");
        JsonNode app = done("app", "deploy", manifest.toString(), "-o", "json").json();
        assertThat(app.path("state").asText()).isEqualTo("RUNNING");
        assertThat(app.path("services").path(0).path("activeCode").asText()).isNotEmpty();
        assertThat(done("app", "deploy", manifest.toString(), "--no-wait").out()).contains("Shop (2)");
    }

    @Test
    void everything_saysWhy() {
        done("app", "create", "curious");
        JsonNode service = done("service", "add", "curious", "php", "--start", "-o", "json").json();
        String node = service.path("nodes").path(0).path("id").asText();
        assertThat(done("why", "curious").out()).contains("app curious", "wants  running", "sees   RUNNING", "service New PHP service", "node 1", "instance test-new-php-servic-php1-1-");
        assertThat(done("why", "app", "curious").out()).contains("app curious");
        assertThat(done("why", "service", "curious", "1").out()).contains("running with 1 backend, 1 proxy, 1 web");
        assertThat(done("why", "node", node).out()).contains("Serving by configuration");
        assertThat(done("why", "instance", node).out()).contains("RUNNING as ");
        assertThat(done("why", "site", "fake").out()).contains("site fake", "answers");
        assertThat(refused("why", "nobody").err()).contains("There is no application \"nobody\".");
        assertThat(shell.brume("why").exit()).isEqualTo(2);
    }

    @Test
    void sites_areAddedShownAndForgotten() {
        done("site", "add", "spare", "fake", "--set", "subnet=10.84.0.0/24", "--location", "the cellar");
        assertThat(done("site", "list").out()).contains("NAME", "spare", "fake");
        assertThat(done("site", "show", "spare").out()).contains("location: the cellar");
        done("app", "create", "tenant");
        done("service", "add", "tenant", "php", "--start", "--site", "spare");
        assertThat(refused("site", "delete", "spare").err()).contains("delete what runs there first");
        assertThat(done("instance", "list", "--site", "spare").out().lines()).hasSize(2);
        assertThat(refused("site", "add", "Bad Name", "quantum").err()).contains("/name: A site's name", "/driver: There is no driver 'quantum'; there are: fake");
    }

    @Test
    void instancesAndImages_areShown() {
        done("app", "create", "machines");
        JsonNode service = done("service", "add", "machines", "php", "--start", "-o", "json").json();
        String id = service.path("nodes").path(0).path("id").asText();
        assertThat(done("instance", "list").out()).contains("NAME", "test-new-php-servic-php1-1-", id);
        assertThat(done("instance", "show", id).out()).contains("power: running");
        assertThat(done("image", "list").out()).contains("services");
        done("service", "delete", "machines", "1", "--yes");
        assertThat(done("instance", "list").out()).doesNotContain(id);
        assertThat(done("instance", "list", "--all").out()).contains(id, "dead");
    }

    @Test
    void tokens_workUntilTheyAreTakenBack_withinTheirScope() throws IOException {
        String secret = done("token", "create", "reader").out().strip();
        assertThat(secret).startsWith("brume_");
        Shell reader = outside(secret);
        assertThat(reader.brume("app", "list").exit()).isZero();
        Shell.Ran write = reader.brume("app", "create", "not-by-readers");
        assertThat(write.exit()).isEqualTo(3);
        assertThat(write.err()).contains("This needs a token of scope write.");

        JsonNode writer = done("token", "create", "writer", "--scope", "write", "--days", "1", "-o", "json").json();
        Shell other = outside(writer.path("secret").asText());
        assertThat(other.brume("app", "create", "by-writers").exit()).isZero();
        assertThat(other.brume("audit").exit()).isEqualTo(3);
        assertThat(done("token", "list").out()).contains("reader", "read", "writer", "write", "local");

        done("token", "delete", writer.path("token").path("id").asText());
        assertThat(other.brume("app", "list").exit()).isEqualTo(4);
        assertThat(refused("token", "create", "wrong", "--scope", "everything").err()).contains("read", "write", "admin");
    }

    /** As from another machine: with nothing but the environment. */
    private static Shell outside(String secret) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "token", ""), secret + "\n");
        String ca = director.home().resolve("ca/ca.pem").toString();
        return Shell.of(folder.resolve("other"), Map.of("BRUME_URL", director.url(Door.API), "BRUME_CA", ca, "BRUME_TOKEN_FILE", file.toString()));
    }

    @Test
    void people_logInAndOut_withAPasswordThatIsNeverAnArgument() {
        Shell person = Shell.of(folder.resolve("person"), Map.of("HOME", "unused"));
        String url = director.url(Door.API);
        String ca = director.home().resolve("ca/ca.pem").toString();

        Shell.Ran wrong = person.typing("wrong\n").brume("login", url, "--ca", ca);
        assertThat(wrong.exit()).as(wrong.err()).isEqualTo(4);
        assertThat(person.typing(director.adminPassword() + "\n").brume("login", url + "/", "--ca", ca).out()).contains("Logged in to " + url + " until ");
        assertThat(person.brume("app", "list").exit()).isZero();
        Shell.Ran changed = person.typing(director.adminPassword() + "\nanother-password-1\n").brume("password");
        assertThat(changed.exit()).as(changed.err()).isZero();
        assertThat(person.brume("logout").exit()).isZero();
        assertThat(person.home().resolve(".config/brume/context.json")).doesNotExist();
        assertThat(person.typing("another-password-1\n").brume("login", url, "--ca", ca).exit()).isZero();
    }

    @Test
    void events_areFollowed() throws InterruptedException {
        done("app", "create", "eventful");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Thread follower = Thread.ofVirtual().start(() -> shell.brume(out, err, "events", "--after", "0"));
        Patience.real(Duration.ofSeconds(20)).until("the event is told", () -> out.toString(StandardCharsets.UTF_8).contains("created  eventful"));
        follower.interrupt();
        follower.join();
    }

    @Test
    void audit_tellsWhoDidWhat() {
        done("app", "create", "audited");
        assertThat(done("audit", "--limit", "5000").out()).contains("WHO", "admin (local)", "POST", "/api/v1/apps", "202");
    }

    @Test
    void doctor_looksAtEverything() {
        done("app", "create", "healthy");
        assertThat(done("doctor").out()).contains("ok     The director answers", "ok     Site fake answers: fake cloud.", "ok     Application healthy is RUNNING.", "Nothing is wrong.");
    }

    @Test
    void version_namesBothEnds() {
        assertThat(done("version").out()).contains("brume development", "director development at https://127.0.0.1:");
        assertThat(done("version", "--client").out()).isEqualTo("brume development\n");
    }
}
