package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** {@code brume app plan}, {@code apply} and {@code export}: what they print, ask and write. */
final class PlanCommands {
    /** With {@code --detailed-exitcode}: there is something to change. */
    static final int CHANGES = 2;

    private PlanCommands() {}

    /** Nothing to change, something, or what went wrong, each as an exit code of its own. */
    static int detailed(boolean asked, BooleanSupplier changes) {
        try {
            boolean changed = changes.getAsBoolean();
            return asked && changed ? CHANGES : ExitCode.OK.code();
        } catch (CliException e) {
            throw asked ? new CliException(ExitCode.FAILED, e.lines()) : e;
        }
    }

    /** What a plan says, and whether it changes something. */
    static boolean show(Output out, JsonNode plan) {
        out.one(plan, () -> {
            String app = "application " + Output.plain(plan.path("app").asText());
            out.line(plan.path("exists").asBoolean() ? app + ", revision " + plan.path("revision").asText() : "+ " + app);
            Changes.print(out, plan.path("changes"));
            if (!changes(plan)) {
                out.line("Nothing to change.");
            }
            out.line("machines          " + becomes(plan, "machinesBefore", "machinesAfter") + services(plan.path("machines")));
            out.line("credits per hour  " + becomes(plan, "creditsPerHourBefore", "creditsPerHourAfter"));
        });
        return changes(plan);
    }

    static boolean changes(JsonNode plan) {
        return !plan.path("exists").asBoolean() || !plan.path("changes").isEmpty();
    }

    private static String becomes(JsonNode plan, String before, String after) {
        String was = number(plan.path(before));
        String will = number(plan.path(after));
        return was.equals(will) ? was : was + " -> " + will;
    }

    private static String services(JsonNode machines) {
        List<String> each = machines.valueStream()
                .map(m -> Output.plain(m.path("service").asText()) + " " + m.path("before").asText() + " -> " + m.path("after").asText())
                .toList();
        return each.isEmpty() ? "" : "  (" + String.join(", ", each) + ")";
    }

    private static String number(JsonNode number) {
        return number.decimalValue().stripTrailingZeros().toPlainString();
    }

    /** What is otherwise than it is wanted. */
    static void drift(Output out, JsonNode drift) {
        if (drift.isEmpty() && out.forPeople()) {
            out.line("Nothing is otherwise than it is wanted.");
            return;
        }
        out.list(drift, List.of(
                Output.Column.of("SERVICE", "service"),
                Output.Column.of("NODE", "node"),
                Output.Column.of("WHAT", "what"),
                Output.Column.of("WANTED", "wanted"),
                Output.Column.of("SEEN", "seen")));
    }

    /** The marks in an exported manifest, for people. */
    static Optional<String> marks(JsonNode export) {
        List<String> services = export.path("givenAnew").valueStream().map(JsonNode::asText).map(Output::plain).toList();
        return services.isEmpty()
                ? Optional.empty()
                : Optional.of("Passwords are not exported: write one in the place of '<give anew>' for " + String.join(", ", services) + ", or remove the line to have one made.");
    }
}
