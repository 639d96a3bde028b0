package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Waits until the director has met a want, telling on the way what it is doing. */
final class Waiting {
    /** One request waits so long; between two, a changed text is told. */
    private static final int STEP_SECONDS = 1;

    private final Api api;
    private final InstantSource clock;
    private final PrintStream progress;

    Waiting(Api api, InstantSource clock, PrintStream progress) {
        this.api = api;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Returns the view once its {@code seenGeneration} reached {@code generation}.
     *
     * @param path of the application or service
     */
    JsonNode ready(String path, long generation, Duration longest) {
        Instant start = clock.instant();
        String told = "";
        while (true) {
            JsonNode view = api.get(path + "?ready=" + generation + "&wait=" + STEP_SECONDS);
            if (view.path("seenGeneration").asLong() >= generation) {
                return view;
            }
            told = tell(start, told, view.path("state").asText() + "  " + view.path("text").asText());
            if (clock.instant().isAfter(start.plus(longest))) {
                throw CliException.of(
                        view.path("state").asText().equals("ERROR") ? ExitCode.FAILED : ExitCode.TIMEOUT,
                        "Not there after " + longest.toSeconds() + " s: " + view.path("text").asText(),
                        "It goes on in the background; 'brume why " + name(view) + "' tells more.");
            }
        }
    }

    /** Returns once there is nothing at the path any more. */
    void gone(String path, Duration longest) {
        Instant start = clock.instant();
        String told = "";
        while (true) {
            JsonNode view;
            try {
                view = api.get(path + "?ready=" + Long.MAX_VALUE + "&wait=" + STEP_SECONDS);
            } catch (CliException e) {
                if (e.exit() == ExitCode.REFUSED) {
                    return;
                }
                throw e;
            }
            told = tell(start, told, view.path("state").asText() + "  " + view.path("text").asText());
            if (clock.instant().isAfter(start.plus(longest))) {
                throw CliException.of(ExitCode.TIMEOUT, "Still there after " + longest.toSeconds() + " s: " + view.path("text").asText());
            }
        }
    }

    private String tell(Instant start, String told, String text) {
        if (!text.equals(told)) {
            progress.printf("%6.1f s  %s%n", Duration.between(start, clock.instant()).toMillis() / 1000.0, Output.plain(text));
        }
        return text;
    }

    /** How to name an application or a service on the command line. */
    private static String name(JsonNode view) {
        String own = quoted(view.path("name").asText());
        return view.has("sid") ? "service " + quoted(view.path("app").asText()) + " " + own : "app " + own;
    }

    private static String quoted(String name) {
        return name.matches("[A-Za-z0-9._-]+") ? name : "\"" + name + "\"";
    }
}
