package brume.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Plays one world with one seed: chaos, then calm until everything has settled. Stories call the parts: moves of their choice, and calm as often as they like. For one thread. */
public final class Simulation {
    /** Lines of the trace that a failure shows. */
    public static final int LINES_SHOWN = 60;

    /** How often the clock moves rather than anybody, in chaos, while there are moves. */
    private static final double CLOCK_SHARE = 0.15;

    /** How often a jump ends at the next event rather than anywhere. */
    private static final double EVENT_SHARE = 0.7;

    /** A process that dies in every restart is a mistake in the test, not bad luck. */
    private static final int RESTARTS_MAX = 20;

    private final VirtualClock clock;
    private final Schedule schedule;
    private final Trace trace;
    private final SimulationLimits limits;

    public Simulation(VirtualClock clock, SimRandom random, Trace trace, SimulationLimits limits) {
        this.clock = Objects.requireNonNull(clock);
        this.schedule = new Schedule(random.of("schedule"));
        this.trace = Objects.requireNonNull(trace);
        this.limits = Objects.requireNonNull(limits);
    }

    /** Throws {@link SimulationFailure} when an invariant breaks, a move fails or the world does not settle. */
    public void play(World world) {
        chaos(world);
        settle(world);
    }

    /** Calms the world and goes on until everything has settled. Throws as {@link #play} does. */
    public void settle(World world) {
        world.calm();
        trace.add("calm");
        goOnUntilSettled(world);
        check(world.invariantsAtRest());
    }

    private void chaos(World world) {
        for (int step = 0; step < limits.chaosSteps(); step++) {
            List<Move> moves = world.moves();
            if (moves.isEmpty() || schedule.chance(CLOCK_SHARE)) {
                jump(world);
                check(world.invariants());
            } else {
                make(schedule.choose(moves), world);
            }
        }
    }

    private void jump(World world) {
        Instant anywhere = clock.instant().plusMillis(schedule.upTo(limits.jump().toMillis()));
        Optional<Instant> event = world.nextEvent().filter(at -> at.isAfter(clock.instant()) && schedule.chance(EVENT_SHARE));
        clock.advanceTo(event.orElse(anywhere));
        trace.add("time goes by");
    }

    /** Rounds of all moves in a shuffled order, so that nobody starves; when nobody has anything to do, the clock goes on to the next event. */
    private void goOnUntilSettled(World world) {
        Instant end = clock.instant().plus(limits.calmTime());
        int steps = 0;
        while (true) {
            List<Move> moves = schedule.shuffled(world.moves());
            for (Move move : moves) {
                make(move, world);
            }
            steps += Math.max(1, moves.size());
            if (steps > limits.calmSteps() || clock.instant().isAfter(end)) {
                List<String> left = world.unsettled();
                throw new SimulationFailure("does not settle", String.join("; ", left.isEmpty() ? names(moves) : left), trace);
            }
            if (moves.isEmpty()) {
                List<String> left = world.unsettled();
                if (left.isEmpty()) {
                    return;
                }
                goOn(world, left);
            }
        }
    }

    private void goOn(World world, List<String> left) {
        Instant next = world.nextEvent().orElseThrow(() -> new SimulationFailure("does not settle", "nothing will happen any more, but " + left, trace));
        if (next.isAfter(clock.instant())) {
            clock.advanceTo(next);
        } else {
            clock.advance(Duration.ofMillis(1)); // what is due now offered no move: a world may need the clock to have moved
        }
    }

    /** Makes one move; when the process dies in it, the world starts it again. What must always hold is looked at afterwards. Throws as {@link #play} does. */
    public void make(Move move, World world) {
        trace.add(move.name());
        try {
            move.act().run();
        } catch (SimulatedCrash crash) {
            restart(world, crash);
        } catch (RuntimeException | AssertionError failure) {
            throw new SimulationFailure("a move failed", move.name() + ": " + failure, trace, failure);
        }
        check(world.invariants());
    }

    private void restart(World world, SimulatedCrash crash) {
        SimulatedCrash last = crash;
        for (int i = 0; i < RESTARTS_MAX; i++) {
            trace.add("crash " + last.getMessage());
            try {
                world.restart(last);
                return;
            } catch (SimulatedCrash again) {
                last = again;
            }
        }
        throw new SimulationFailure("a move failed", "the process died in " + RESTARTS_MAX + " restarts in a row", trace, last);
    }

    private void check(List<Invariant> invariants) {
        for (Invariant invariant : invariants) {
            Optional<String> evidence = invariant.broken().get();
            if (evidence.isPresent()) {
                throw new SimulationFailure(invariant.name(), evidence.get(), trace);
            }
        }
    }

    private static List<String> names(List<Move> moves) {
        return moves.stream().map(Move::name).toList();
    }
}
