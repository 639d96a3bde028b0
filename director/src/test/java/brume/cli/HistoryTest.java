package brume.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What was wanted of an application is kept, shown, compared and wanted again. Every test has applications of its own. */
final class HistoryTest extends DirectorSession {
    private static String refused(String... arguments) {
        Shell.Ran ran = shell.brume(arguments);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(3);
        return ran.err();
    }

    private static long last(String app) {
        return done("app", "history", app, "--limit", "1", "-o", "json").json().path(0).path("number").asLong();
    }

    private static String manifest(String app, long revision) {
        return done("app", "history", "show", app, Long.toString(revision), "-o", "json").json().path("manifest").asText();
    }

    @Test
    void everyChange_isARevision_withWhoAndWhat() throws IOException {
        done("app", "create", "watched");
        done("service", "add", "watched", "php", "--start", "--name", "front");
        done("node", "add", "watched", "front", "backend=1");
        done("service", "set", "watched", "front", "--setting", "memory_limit=256M");
        done("code", "upload", "watched", "front", archive("v1.zip", "<?php 1").toString(), "--activate");
        done("node", "remove", "watched", "front", "3");
        done("service", "rename", "watched", "front", "shop");
        done("app", "stop", "watched");
        done("app", "rename", "watched", "watched-2");
        done("service", "delete", "watched-2", "shop", "--yes");

        String history = done("app", "history", "watched-2").out();
        assertThat(history.lines().map(l -> l.replaceAll(" +", " ").replaceAll("^(\\d+) \\S+", "$1").replaceAll("\\([0-9a-f]{12}\\)", "(...)")))
                .containsExactly(
                        "N AT WHO WHAT",
                        "10 admin (local) Service deleted: shop: removed",
                        "9 admin (local) Renamed: name watched -> watched-2",
                        "8 admin (local) Stopped: shop: state running -> stopped",
                        "7 admin (local) Service changed: shop: name front -> shop",
                        "6 admin (local) Node 3 of front removed: front: role backend 2 -> 1",
                        "5 admin (local) Code activated: front: code default -> v1.zip (...)",
                        "4 admin (local) Service changed: front: setting memory_limit default -> \"256M\"",
                        "3 admin (local) Scaled: front: role backend 1 -> 2",
                        "2 admin (local) Service added: front: added (php at fake, backend 1, proxy 1, web 1)",
                        "1 admin (local) Made");
        assertThat(done("app", "history", "show", "watched-2", "5").out()).contains("# 5", "\"Archive\": \"sha256:", "/v1.zip\"", "\"backend\": 2");
        assertThat(done("app", "diff", "watched-2", "3", "7").out()).contains(
                "~ service shop: name  front -> shop", "~ service shop: setting memory_limit  (default) -> \"256M\"", "~ service shop: code  (default) -> v1.zip");
        assertThat(refused("app", "history", "show", "watched-2", "99")).contains("There is no revision \"99\".");
        assertThat(shell.brume("app", "history").exit()).isEqualTo(2);
    }

    @Test
    void whatChangesNothing_isNoRevision_butANewPasswordIsOne() {
        done("app", "create", "still");
        done("service", "add", "still", "mysql", "--start");
        long before = last("still");
        done("service", "set", "still", "1", "--count", "mysql=1");
        done("app", "start", "still");
        assertThat(last("still")).isEqualTo(before);
        done("mysql", "password", "still", "1", "--generate");
        assertThat(done("app", "history", "still").out()).contains("New password of New MySQL service");
        assertThat(manifest("still", before + 1)).doesNotContain("Password");
        assertThat(shell.typing("my-own-password\n").brume("mysql", "password", "still", "1").exit()).isZero();
        assertThat(manifest("still", before + 2)).contains("\"Password\": \"<give anew>\"").doesNotContain("my-own-password");
    }

    @Test
    void undo_wantsAgainWhatWasWanted_asANewRevision() throws IOException {
        done("app", "create", "regret");
        done("service", "add", "regret", "php", "--start", "--name", "front");
        done("code", "upload", "regret", "front", archive("good.zip", "<?php 1").toString(), "--activate");
        done("node", "add", "regret", "front", "backend=2");
        long good = last("regret");
        done("code", "upload", "regret", "front", archive("bad.zip", "<?php 2").toString(), "--activate");
        done("service", "set", "regret", "front", "--setting", "memory_limit=16M", "--count", "backend=1");
        done("service", "rename", "regret", "front", "mistake");
        done("app", "rename", "regret", "oops");
        done("app", "stop", "oops");

        JsonNode app = done("app", "undo", "oops", Long.toString(good), "--yes", "-o", "json").json();
        assertThat(app.path("name").asText()).isEqualTo("regret");
        JsonNode front = app.path("services").path(0);
        assertThat(front.path("name").asText()).isEqualTo("front");
        assertThat(front.path("state").asText()).isEqualTo("RUNNING");
        assertThat(front.path("counts").path("backend").asInt()).isEqualTo(3);
        assertThat(front.path("nodes")).hasSize(4);
        assertThat(done("code", "list", "regret", "front").out()).containsPattern("\\* +[0-9a-f-]+ +good.zip");
        assertThat(manifest("regret", last("regret"))).isEqualTo(manifest("regret", good));
        assertThat(done("app", "history", "regret", "--limit", "1").out()).contains("Back to revision " + good + ": name oops -> regret");
        assertThat(done("app", "undo", "regret", Long.toString(good), "--yes").out()).isEqualTo("Nothing differs from revision " + good + ".\n");

        done("app", "undo", "regret", "--yes");
        assertThat(done("app", "show", "oops").out()).contains("oops  STOPPED", "mistake");
        done("app", "undo", "oops", "2", "--yes", "--no-wait");
        assertThat(done("code", "list", "regret", "front").out()).as("no code was active then").doesNotContain("*");
    }

    @Test
    void undo_thatCannotBeWhole_isNothing_andSaysAllThatIsLacking() throws IOException {
        done("app", "create", "lossy");
        for (String name : new String[] {"one", "two"}) {
            done("service", "add", "lossy", "php", "--name", name);
            String code = done("code", "upload", "lossy", name, archive(name + "-a.zip", "<?php a" + name).toString(), "--activate").out().strip();
            done("code", "upload", "lossy", name, archive(name + "-b.zip", "<?php b" + name).toString(), "--activate");
            done("code", "delete", "lossy", name, code);
        }
        done("service", "set", "lossy", "one", "--count", "backend=2");
        director.forgetBlobs();
        long last = last("lossy");
        String refusal = refused("app", "undo", "lossy", "6", "--yes") + refused("app", "undo", "lossy", "3", "--yes");
        assertThat(refusal).contains("The code two-a.zip (").contains("of service 'two' was deleted and cannot be had.").contains("The code one-a.zip (");
        assertThat(last("lossy")).isEqualTo(last);
        assertThat(done("service", "list", "lossy").out()).contains("backend 2");
    }

    @Test
    void undo_ofWhatWasChangedMeanwhile_isRefused() throws IOException {
        done("app", "create", "hurried");
        done("service", "add", "hurried", "php", "--name", "front");
        done("service", "set", "hurried", "front", "--count", "backend=2");
        assertThat(director.admin().header("If-Match", "\"2\"").post("/api/v1/apps/hurried/undo", "{\"revision\":1}").status()).isEqualTo(412);
        assertThat(director.admin().post("/api/v1/apps/hurried/undo", "{}").status()).isEqualTo(202);
        assertThat(done("app", "diff", "hurried", "2", "4", "-o", "json").json().path("changes")).isEmpty();
    }

    @Test
    void undo_ofADeletion_bringsTheServiceBackEmpty() {
        done("app", "create", "revived");
        done("service", "add", "revived", "mysql", "--name", "data");
        done("service", "delete", "revived", "data", "--yes");
        assertThat(shell.brume("app", "undo", "revived").exit()).as("a script has to say --yes").isEqualTo(2);
        assertThat(done("app", "undo", "revived", "--yes").out()).contains("data (mysql");
        assertThat(done("app", "history", "revived").out()).contains("Back to revision 2: data: added");
    }
}
