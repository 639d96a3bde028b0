package brume.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What becomes of a check of which the database cannot be reached, and of what cannot be checked. On real databases it is tried in containers. */
final class CheckTest extends DirectorSession {
    @Test
    void databaseThatCannotBeReached_isToldSo_andKept() {
        done("app", "create", "checked");
        done("service", "add", "checked", "mysql", "--start");
        assertThat(done("mysql", "check", "checked", "1", "--show", "-o", "json").json().path("state").asText()).isEqualTo("NONE");

        Shell.Ran ran = shell.brume("mysql", "check", "checked", "1", "--for", "1s", "--connections", "8");

        assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(1);
        assertThat(ran.err()).contains("The check did not come to its end: FAILED. The database did not do what the check needs");
        JsonNode kept = shell.brume("mysql", "check", "checked", "1", "--show", "-o", "json").json();
        assertThat(kept.path("state").asText()).isEqualTo("FAILED");
        assertThat(kept.path("terms").path("connections").asLong()).isEqualTo(8);
        assertThat(kept.path("by").asText()).isEqualTo("admin (local)");
        done("app", "delete", "checked", "--yes");
    }

    @Test
    void whatCannotBeChecked_isRefused() {
        done("app", "create", "unchecked");
        done("service", "add", "unchecked", "php", "--start");
        done("service", "add", "unchecked", "mysql");

        assertThat(refused("mysql", "check", "unchecked", "1")).contains("Only a database that runs can be checked.");
        assertThat(refused("mysql", "check", "unchecked", "2")).contains("Only a database that runs can be checked.");
        assertThat(refused("mysql", "check", "unchecked", "2", "--for", "601", "--connections", "7")).contains("1 to 600 seconds", "8 to 100 connections");
        assertThat(shell.brume("mysql", "check", "unchecked", "2", "--for", "soon").exit()).isEqualTo(2);
    }

    private static String refused(String... arguments) {
        Shell.Ran ran = shell.brume(arguments);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(3);
        return ran.err();
    }
}
