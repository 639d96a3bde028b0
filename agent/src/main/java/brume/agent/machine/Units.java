package brume.agent.machine;

import brume.agent.base.Signal;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.Result;
import brume.core.role.NodeSystem.UnitState;
import brume.core.role.RoleException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Units of systemd, by {@code systemctl}. Thread-safe. */
final class Units {
    private static final Duration ASK_DEADLINE = Duration.ofSeconds(20);
    /** Longer than any unit's own start and stop timeouts, which are the ones that should decide. */
    private static final Duration CHANGE_DEADLINE = Duration.ofMinutes(15);
    /** systemd takes no calls in the first 0.3 s or so after boot; some more for a busy machine. */
    private static final Duration BUS_PATIENCE = Duration.ofSeconds(10);

    private static final Duration BUS_PAUSE = Duration.ofMillis(20);

    private final InstantSource clock;

    /** @param clock steady */
    Units(InstantSource clock) {
        this.clock = clock;
    }

    UnitState state(String unit) throws RoleException {
        Result result = systemctl(ASK_DEADLINE, "show", "--property=ActiveState", "--value", unit);
        if (!result.ok()) {
            throw new RoleException("unit-unknown", "systemd does not tell the state of " + unit + ": " + firstLine(result.stderr()));
        }
        return switch (result.stdout().strip()) { // systemd's unit states, systemctl(1)
            case "active", "reloading", "refreshing" -> UnitState.ACTIVE;
            case "activating" -> UnitState.ACTIVATING;
            case "failed", "maintenance" -> UnitState.FAILED;
            case "inactive", "deactivating" -> UnitState.INACTIVE;
            default -> throw new RoleException("unit-unknown", "systemd says of " + unit + " only \"" + result.stdout().strip() + "\"");
        };
    }

    /** @param verb of systemctl, such as {@code start} or {@code reload-or-restart} */
    void change(String verb, String unit) throws RoleException {
        Result result = systemctl(CHANGE_DEADLINE, verb, unit);
        if (!result.ok()) {
            throw new RoleException("unit-failed", "systemd could not " + verb + " " + unit + ": " + firstLine(result.stderr()));
        }
    }

    private Result systemctl(Duration deadline, String... arguments) throws RoleException {
        List<String> all = new ArrayList<>(List.of("systemctl", "--quiet"));
        all.addAll(List.of(arguments));
        Command command = Command.of(deadline, all.toArray(String[]::new));
        Instant giveUp = clock.instant().plus(BUS_PATIENCE);
        Result result = Programs.run(command);
        while (!result.ok() && noBusYet(result) && clock.instant().isBefore(giveUp)) {
            try {
                Signal.pause(BUS_PAUSE);
            } catch (InterruptedException e) {
                throw Programs.interrupted("systemctl");
            }
            result = Programs.run(command);
        }
        return result;
    }

    private static boolean noBusYet(Result result) {
        return result.stderr().contains("Failed to connect to") || result.stderr().contains("Transport endpoint is not connected");
    }

    private static String firstLine(String text) {
        List<String> lines = text.strip().lines().toList();
        return lines.isEmpty() ? "no reason given" : lines.getFirst();
    }
}
