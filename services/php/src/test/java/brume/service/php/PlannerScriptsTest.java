package brume.service.php;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.outcome.Reason;
import brume.core.service.Progress;
import brume.core.service.Removal;
import brume.core.service.ServicePlan;
import brume.service.web.RoleKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scripts of what happens to a service, with every plan that is made of it. A line that begins with {@code >} is a command, what follows is the answer; run with
 * {@code -Dbrume.golden.write=DIRECTORY} to write the answers anew and read the difference.
 */
final class PlannerScriptsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "packed-node", "add-backend", "add-web", "proxies", "repack", "activation", "cut-off", "dead-node", "failed-role", "change-of-mind",
                "named-node", "weights"
            })
    void script(String name) throws IOException {
        String script = read(name + ".script");
        String answered = answer(script);
        String directory = System.getProperty("brume.golden.write", "");
        if (!directory.isEmpty()) {
            Files.writeString(Path.of(directory, name + ".script"), answered);
            return;
        }
        assertThat(answered).isEqualTo(script);
    }

    private static String answer(String script) {
        World world = new World();
        StringBuilder out = new StringBuilder();
        for (String line : script.lines().toList()) {
            if (line.startsWith("#") || line.isEmpty()) {
                out.append(line).append('\n');
            } else if (line.startsWith("> ")) {
                out.append(line).append('\n').append(obey(world, List.of(line.substring(2).split(" ", -1))));
            }
        }
        return out.toString();
    }

    private static String obey(World world, List<String> words) {
        switch (words.getFirst()) {
            case "counts" -> words.stream().skip(1).map(word -> word.split("=", 2)).forEach(p -> world.counts.put(p[0], Integer.valueOf(p[1])));
            case "activate" -> world.activate(words.get(1).charAt(0));
            case "weigh" -> world.settings =
                    new PhpService().weigh(world.settings, Integer.parseInt(words.get(1)), Integer.parseInt(words.get(2))).orElseThrow();
            case "bring" -> world.bringAll();
            case "bring-only" -> node(world, words).forEach(node -> {
                while (node.step()) {
                    // the next
                }
                node.report();
            });
            case "retire" -> node(world, words).forEach(node -> {
                node.retire(RoleKind.WEB);
                node.retire(RoleKind.PROXY);
                node.report();
            });
            case "open" -> {
                SimNode node = node(world, words).getFirst();
                node.open.put(RoleKind.valueOf(words.get(2).toUpperCase(java.util.Locale.ROOT)), Integer.valueOf(words.get(3)));
                node.report();
            }
            case "cut" -> node(world, words).forEach(node -> node.cut = true);
            case "dies" -> node(world, words).forEach(node -> node.dead = true);
            case "joins" -> node(world, words).forEach(node -> {
                node.cut = false;
                node.report();
            });
            case "remove" -> {
                return remove(world, Integer.parseInt(words.get(1)));
            }
            case "replaced" -> node(world, words).forEach(SimNode::replaceMachine);
            case "fails" -> node(world, words)
                    .forEach(node -> node.failing.add(RoleKind.valueOf(words.get(2).toUpperCase(java.util.Locale.ROOT))));
            case "pass" -> world.pass(Duration.ofSeconds(Integer.parseInt(words.get(1))));
            case "plan" -> {
                return World.print(world.plan());
            }
            case "settle" -> {
                return settle(world);
            }
            default -> throw new IllegalArgumentException("unknown command " + words);
        }
        return "";
    }

    private static String remove(World world, int ordinal) {
        return switch (new PhpService().remove(world.counts, world.view().members(), ordinal)) {
            case Removal.Refused(Reason reason) -> "refused: " + reason.text() + "\n";
            case Removal.Counts(Map<String, Integer> counts) -> {
                Objects.requireNonNull(world.nodes.get(ordinal)).unwanted = true;
                world.counts.putAll(counts);
                yield "counts " + new TreeMap<>(counts) + "\n";
            }
        };
    }

    /** Plans and brings until a plan is ready; prints only the last. */
    private static String settle(World world) {
        for (int round = 1; round <= 20; round++) {
            ServicePlan plan = world.plan();
            if (plan.progress() instanceof Progress.Ready) {
                return World.print(plan);
            }
            world.bringAll();
        }
        return "does not settle\n" + World.print(world.plan());
    }

    private static List<SimNode> node(World world, List<String> words) {
        return List.of(Objects.requireNonNull(world.nodes.get(Integer.parseInt(words.get(1)))));
    }

    private static String read(String name) {
        try (InputStream in = PlannerScriptsTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
