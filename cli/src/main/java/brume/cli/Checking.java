package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Begins a consistency check, tells how far it is, shows what it found. */
final class Checking {
    private static final long LOOK_SECONDS = 2;

    private final Main main;
    private final String path;

    Checking(Main main, String path) {
        this.main = main;
        this.path = path;
    }

    void run(CheckOptions options) {
        if (options.cancel) {
            main.api().delete(path);
            return;
        }
        JsonNode check = options.show ? main.api().get(path) : main.api().post(path, options.body());
        if (!options.show && main.waits()) {
            check = ended(check);
        }
        JsonNode shown = check;
        main.output().one(shown, () -> tell(shown));
        String state = check.path("state").asText();
        if (check.path("clean").isBoolean() && !check.path("clean").asBoolean()) {
            throw CliException.of(ExitCode.FAILED, "The check found what should not be.");
        }
        if (state.equals("FAILED") || state.equals("CANCELLED") || state.equals("LOST")) {
            throw CliException.of(ExitCode.FAILED, "The check did not come to its end: " + state + ". " + check.path("text").asText());
        }
    }

    private JsonNode ended(JsonNode begun) {
        JsonNode now = begun;
        long told = -1;
        while (now.path("state").asText().equals("RUNNING")) {
            long done = now.path("done").asLong();
            if (done != told) {
                main.progress("checking: " + done + " transactions");
                told = done;
            }
            pause();
            now = main.api().get(path);
        }
        return now;
    }

    private static void pause() {
        try {
            // nobody counts it down: the director has no news to wait for
            new CountDownLatch(1).await(LOOK_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.of(ExitCode.TIMEOUT, "Interrupted; the check goes on. --show tells of it, --cancel ends it.");
        }
    }

    private void tell(JsonNode check) {
        Output out = main.output();
        JsonNode report = check.path("report");
        if (!report.isObject()) {
            out.line(check.path("state").asText());
            return;
        }
        StringBuilder nodes = new StringBuilder();
        report.path("nodes").properties().forEach(e -> nodes.append(nodes.isEmpty() ? "" : ", ").append(e.getKey()).append(' ').append(e.getValue().asLong()));
        out.line(Output.plain("MariaDB " + report.path("server").asText() + ", " + words(report.path("level").asText()) + "; transactions at " + nodes));
        report.path("work").forEach(w -> out.line("  " + w.path("workload").asText() + ": " + w.path("committed").asLong() + " committed, " + w.path("aborted").asLong() + " taken back, "
                + w.path("unknown").asLong() + " unknown"));
        report.path("findings").forEach(this::finding);
        out.line(check.path("clean").asBoolean() ? "Nothing was found that one server does not do too." : "Found: " + kinds(report));
    }

    private void finding(JsonNode finding) {
        Output out = main.output();
        boolean allowed = finding.path("allowed").asBoolean();
        out.line("");
        out.line((allowed ? "allowed at this level: " : "NOT ALLOWED: ") + finding.path("kind").asText() + ", " + finding.path("count").asLong() + " times in " + finding.path("workload").asText() + ": "
                + finding.path("meaning").asText());
        JsonNode witnesses = finding.path("witnesses");
        // what the level allows is no news: one example is enough
        for (int i = 0; i < (allowed ? Math.min(1, witnesses.size()) : witnesses.size()); i++) {
            witnesses.path(i).path("lines").forEach(line -> out.line("    " + Output.plain(line.asText())));
        }
    }

    private static String kinds(JsonNode report) {
        StringBuilder kinds = new StringBuilder();
        report.path("findings").forEach(f -> {
            if (!f.path("allowed").asBoolean()) {
                kinds.append(kinds.isEmpty() ? "" : ", ").append(f.path("kind").asText()).append(" (").append(f.path("workload").asText()).append(", ").append(f.path("count").asLong()).append(')');
            }
        });
        return kinds + ".";
    }

    private static String words(String level) {
        return switch (level) {
            case "READ_COMMITTED" -> "REPEATABLE READ without innodb_snapshot_isolation";
            case "SNAPSHOT" -> "REPEATABLE READ with innodb_snapshot_isolation";
            default -> level;
        };
    }
}
