package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Waits until the director has met a want, telling on the way what it is doing and what is in its way. Ends early when something is in its way that does not pass by itself:
 * the director goes on trying, but a person has to do something first.
 */
final class Waiting {
    /** One request waits so long; between two, a changed text is told. */
    private static final int STEP_SECONDS = 1;

    /** What needs hands must stay so long: something that is being removed may give back just now what is lacking. */
    private static final Duration HANDS_PATIENCE = Duration.ofSeconds(3);

    private final Api api;
    private final InstantSource clock;
    private final PrintStream progress;
    private final Duration longest;
    private final Instant start;
    private final Map<Obstacle, Instant> since = new HashMap<>();
    private String told = "";
    private List<Obstacle> toldObstacles = List.of();

    /** Waits once; {@code longest} counts from now. */
    Waiting(Api api, InstantSource clock, PrintStream progress, Duration longest) {
        this.api = api;
        this.clock = clock;
        this.progress = progress;
        this.longest = longest;
        this.start = clock.instant();
    }

    /** What keeps a thing from its wants: where, why, and whether it may pass by itself. */
    private record Obstacle(String where, String text, String code, boolean mayPass) {
        @Override
        public String toString() {
            return where + ": " + text + " [" + code + "]";
        }
    }

    /** Returns the view of an application or a service once what {@code view} shows as wanted is there. */
    JsonNode settled(JsonNode view) {
        long generation = view.path("generation").asLong();
        while (true) {
            JsonNode now = api.get(path(view) + "?ready=" + generation + "&wait=" + STEP_SECONDS);
            boolean error = now.path("state").asText().equals("ERROR");
            if (now.path("seenGeneration").asLong() >= generation && !error) {
                return now;
            }
            tell(now);
            giveUpWhereHandsAreNeeded(now);
            if (clock.instant().isAfter(start.plus(longest))) {
                throw CliException.of(
                        error ? ExitCode.FAILED : ExitCode.TIMEOUT,
                        "Not there after " + longest.toSeconds() + " s: " + now.path("text").asText(),
                        "It goes on in the background; 'brume why " + name(now) + "' tells more.");
            }
            pauseAtOnceAnswered(now, generation);
        }
    }

    /** Returns once the application or service is no more. */
    void gone(JsonNode view) {
        while (true) {
            Optional<JsonNode> now = find(path(view) + "?ready=" + Long.MAX_VALUE + "&wait=" + STEP_SECONDS);
            if (now.isEmpty()) {
                return;
            }
            tell(now.get());
            giveUpWhereHandsAreNeeded(now.get());
            if (clock.instant().isAfter(start.plus(longest))) {
                throw CliException.of(
                        ExitCode.TIMEOUT,
                        "Still there after " + longest.toSeconds() + " s: " + now.get().path("text").asText(),
                        "It goes on in the background; 'brume why " + name(now.get()) + "' tells more.");
            }
        }
    }

    /** A want that is met in state ERROR is answered at once: the next question waits for a generation that is not there yet. */
    private void pauseAtOnceAnswered(JsonNode now, long generation) {
        if (now.path("seenGeneration").asLong() >= generation) {
            find(path(now) + "?ready=" + (now.path("generation").asLong() + 1) + "&wait=" + STEP_SECONDS);
        }
    }

    private Optional<JsonNode> find(String path) {
        try {
            return Optional.of(api.get(path));
        } catch (CliException e) {
            if (e.exit() == ExitCode.REFUSED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void tell(JsonNode view) {
        String text = view.path("state").asText() + "  " + view.path("text").asText();
        if (!text.equals(told)) {
            line(text);
            told = text;
        }
    }

    private void giveUpWhereHandsAreNeeded(JsonNode view) {
        List<Obstacle> obstacles = new ArrayList<>();
        find(why(view)).ifPresent(why -> collect(why, "", obstacles));
        if (!obstacles.equals(toldObstacles)) {
            obstacles.stream().filter(o -> !toldObstacles.contains(o)).forEach(o -> line((o.mayPass() ? "waits:  " : "needs hands:  ") + o));
            toldObstacles = obstacles;
        }
        since.keySet().retainAll(obstacles);
        Instant now = clock.instant();
        List<Obstacle> lasting = obstacles.stream()
                .filter(o -> !o.mayPass() && !since.computeIfAbsent(o, key -> now).plus(HANDS_PATIENCE).isAfter(now))
                .toList();
        if (!lasting.isEmpty()) {
            List<String> lines = lasting.stream().map(Obstacle::toString).collect(Collectors.toCollection(ArrayList::new));
            lines.add("Nothing is undone; 'brume why " + name(view) + "' tells how it stands.");
            throw new CliException(ExitCode.FAILED, lines);
        }
    }

    /** The reasons at the bottom: what a part says is not said again by the whole. */
    private static void collect(JsonNode why, String within, List<Obstacle> found) {
        String kind = why.path("kind").asText();
        String own = kind.equals("app") || (kind.equals("instance") && !within.isEmpty()) ? "" : kind + " " + why.path("name").asText();
        String where = within.isEmpty() || own.isEmpty() ? within + own : within + ", " + own;
        int before = found.size();
        why.path("parts").forEach(part -> collect(part, where, found));
        JsonNode reason = why.path("reason");
        if (found.size() == before && reason.isObject()) {
            found.add(new Obstacle(
                    where.isEmpty() ? kind + " " + why.path("name").asText() : where, reason.path("text").asText(), reason.path("code").asText(),
                    reason.path("mayPass").asBoolean()));
        }
    }

    private void line(String text) {
        progress.printf("%6.1f s  %s%n", Duration.between(start, clock.instant()).toMillis() / 1000.0, Output.plain(text));
    }

    private static boolean isService(JsonNode view) {
        return view.has("sid");
    }

    private static String path(JsonNode view) {
        String id = view.path("id").asText();
        return isService(view) ? Group.service(view.path("appId").asText(), id) : Group.app(id);
    }

    private static String why(JsonNode view) {
        String id = view.path("id").asText();
        return isService(view) ? "/why/service/" + view.path("appId").asText() + "/" + id : "/why/app/" + id;
    }

    /** How to name it on the command line. */
    private static String name(JsonNode view) {
        String own = quoted(view.path("name").asText());
        return isService(view) ? "service " + quoted(view.path("app").asText()) + " " + own : "app " + own;
    }

    private static String quoted(String name) {
        return name.matches("[A-Za-z0-9._-]+") ? name : "\"" + name + "\"";
    }
}
