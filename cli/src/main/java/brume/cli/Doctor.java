package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code brume doctor}: looks for what is wrong, as the API shows it. The launcher looks at the machine itself before it calls this. */
@Command(name = "doctor", description = "Look for what is wrong and say what to do.")
final class Doctor implements Callable<Integer> {
    @ParentCommand
    Main main;

    private int wrong;

    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    Doctor() {}

    @Override
    public Integer call() {
        JsonNode version = main.api().get("/version");
        good("The director answers: version " + version.path("version").asText() + " at " + main.api().url() + ".");
        main.api().get("/readyz");
        good("Its database answers.");
        main.api().get("/sites").forEach(this::site);
        main.api().all("/apps").forEach(this::app);
        main.output().line(wrong == 0 ? "Nothing is wrong." : wrong + " found.");
        return wrong == 0 ? ExitCode.OK.code() : ExitCode.FAILED.code();
    }

    private void site(JsonNode site) {
        String name = "Site " + site.path("name").asText();
        if (!site.hasNonNull("ok")) {
            good(name + " has not been looked at yet.");
        } else if (site.path("ok").asBoolean()) {
            good(name + " answers: " + site.path("provider").asText() + ".");
        } else {
            bad(name + ": " + site.path("text").asText());
        }
    }

    private void app(JsonNode app) {
        String name = "Application " + app.path("name").asText();
        if (app.path("state").asText().equals("ERROR")) {
            bad(name + ": " + app.path("text").asText());
        } else {
            good(name + " is " + app.path("state").asText() + ".");
        }
        for (JsonNode service : app.path("services")) {
            for (JsonNode node : service.path("nodes")) {
                if (node.path("agent").asText().equals("lost")) {
                    bad(name + ", " + service.path("name").asText() + ", node " + node.path("ordinal").asText() + ": " + node.path("text").asText());
                }
            }
        }
    }

    private void good(String text) {
        main.output().line("ok     " + Output.plain(text));
    }

    private void bad(String text) {
        wrong++;
        main.output().line("WRONG  " + Output.plain(text));
    }
}
