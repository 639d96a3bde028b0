package brume.director.instance;

import brume.core.driver.Flavor;
import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.driver.Tags;
import brume.core.id.InstanceId;
import brume.core.id.SiteId;
import brume.core.id.VolumeId;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import brume.director.db.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A planner's world as lines of text, and its answer as a line of text. Times are written as how long ago: {@code asked=30s}.
 *
 * <pre>
 * row: alive on gen=2 losses=1 asked=30s seen=m1/running@20s missing=6s address=10.0.0.1 volume=data/there
 * site: keys lag=5s pooled
 * sight: m1/gen=1/running m2/gen=2/stopped asof=1s
 * </pre>
 */
final class PlannerScript {
    static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final InstanceId ID = new InstanceId(new UUID(0, 1));

    private PlannerScript() {}

    static String plan(Map<String, String> lines) {
        Instance row = row(words(lines.getOrDefault("row", "")));
        SiteTerms terms = terms(words(lines.getOrDefault("site", "")));
        Sighting sight = sighting(words(lines.getOrDefault("sight", "")));
        return text(InstancePlanner.plan(row, sight, terms, NOW));
    }

    private static List<String> words(String line) {
        return Arrays.stream(line.split(" ", -1)).filter(w -> !w.isBlank()).toList();
    }

    private static Optional<String> value(List<String> words, String key) {
        return words.stream().filter(w -> w.startsWith(key + "=")).map(w -> w.substring(key.length() + 1)).findFirst();
    }

    private static Instant ago(String text) {
        return NOW.minus(duration(text));
    }

    private static Duration duration(String text) {
        return Duration.parse((text.endsWith("d") ? "P" : "PT") + text.toUpperCase(Locale.ROOT));
    }

    private static Instance row(List<String> words) {
        List<Volume> volumes = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("volume=")) {
                String[] parts = word.substring("volume=".length()).split("/", -1);
                VolumeWant want = new VolumeWant(new VolumeId(new UUID(1, volumes.size())), parts[0], "/" + parts[0], Bytes.ofGiB(1));
                volumes.add(new Volume(want, parts[1].equals("there")));
            }
        }
        InstanceWant want = new InstanceWant(
                ID,
                new SiteId(new UUID(0, 2)),
                "web",
                "services",
                new Flavor(Millicores.ofCores(1), Bytes.ofMiB(64), Bytes.ofGiB(1)),
                true,
                words.contains("off") ? Power.OFF : Power.ON,
                volumes.stream().map(Volume::want).toList());
        return new Instance(
                want,
                volumes,
                value(words, "address"),
                Life.valueOf(words.getFirst().toUpperCase(Locale.ROOT)),
                ago("1h"),
                value(words, "gen").map(Long::parseLong).orElse(1L),
                value(words, "losses").map(Integer::parseInt).orElse(0),
                value(words, "asked").map(PlannerScript::ago),
                value(words, "seen").map(PlannerScript::seen),
                value(words, "missing").map(PlannerScript::ago),
                value(words, "dead").map(PlannerScript::ago));
    }

    private static Instance.Seen seen(String text) {
        String[] parts = text.split("[/@]", -1);
        return new Instance.Seen(new ProviderRef(parts[0]), power(parts[1]), List.of(), "host", ago(parts[2]));
    }

    private static PowerState power(String text) {
        return PowerState.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static SiteTerms terms(List<String> words) {
        return new SiteTerms(words.contains("keys"), value(words, "lag").map(PlannerScript::duration).orElse(Duration.ZERO), words.contains("pooled"));
    }

    private static Sighting sighting(List<String> words) {
        List<ObservedInstance> machines = new ArrayList<>();
        for (String word : words) {
            if (!word.startsWith("asof=")) {
                String[] parts = word.split("/", -1);
                long generation = Long.parseLong(parts[1].substring("gen=".length()));
                machines.add(new ObservedInstance(
                        new ProviderRef(parts[0]),
                        "web-" + generation,
                        new Tags("test", ID, generation),
                        power(parts[2]),
                        List.of("10.0.0.9"),
                        ago("30m").plusSeconds(machines.size()),
                        "host"));
            }
        }
        return new Sighting(machines, value(words, "asof").map(PlannerScript::ago).orElse(NOW));
    }

    static String text(InstanceStep step) {
        return switch (step) {
            case InstanceStep.EnsureVolume s -> "make volume " + s.volume().name();
            case InstanceStep.AllotAddress() -> "allot address";
            case InstanceStep.Create() -> "create";
            case InstanceStep.AdoptSeen s -> "adopt " + s.machine().ref();
            case InstanceStep.Start s -> "start " + s.ref();
            case InstanceStep.Stop s -> "stop " + s.ref();
            case InstanceStep.ReapDuplicate s -> "reap " + s.ref();
            case InstanceStep.Remove s -> "remove " + s.ref();
            case InstanceStep.RemoveVolume s -> "remove volume " + s.volume().name();
            case InstanceStep.Bury() -> "bury";
            case InstanceStep.Purge() -> "purge";
            case InstanceStep.NoteMissing() -> "note missing";
            case InstanceStep.NextGeneration() -> "next generation";
            case InstanceStep.ForgetLosses() -> "forget losses";
            case InstanceStep.Wait s -> "wait " + pause(s.lookAgain()) + ": " + s.what();
            case InstanceStep.Hold s -> "hold " + pause(s.lookAgain()) + " (" + s.reason().code() + "): " + s.reason().text();
            case InstanceStep.Settled s -> "settled " + pause(s.lookAgain()) + ": " + s.text();
        };
    }

    private static String pause(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    /** The whole script with every {@code plan:} line as the planner answers now. */
    static String answered(String script) {
        return Arrays.stream(script.split("\n\n", -1)).map(PlannerScript::answeredBlock).collect(Collectors.joining("\n\n"));
    }

    private static String answeredBlock(String block) {
        List<String> kept = block.lines().filter(line -> !line.startsWith("plan:")).toList();
        Map<String, String> fields = kept.stream()
                .filter(line -> line.contains(": ") && !line.startsWith("#"))
                .collect(Collectors.toMap(line -> line.substring(0, line.indexOf(':')), line -> line.substring(line.indexOf(':') + 2)));
        List<String> out = new ArrayList<>(kept);
        if (fields.containsKey("row")) {
            out.add("plan: " + plan(fields));
        }
        return String.join("\n", out);
    }
}
