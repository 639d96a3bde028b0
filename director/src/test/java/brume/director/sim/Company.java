package brume.director.sim;

import brume.core.id.InstanceId;
import brume.director.db.Database;
import brume.director.engine.Engine;
import brume.testkit.sim.Move;
import brume.testkit.sim.SimulatedCrash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The directors that share the database: one, or several, of which each can die and come back later, stop in the middle of a call and go on long after, miss news of the others, and have a
 * clock that is behind. Whoever dies alone is replaced at once.
 */
final class Company {
    private static final Duration AWAY_MAX = Duration.ofMinutes(4);

    /** A shared clock is never ahead, and behind by the way of an answer; here by the way of a very slow one. */
    private static final Duration BEHIND_MAX = Duration.ofSeconds(3);

    /** What one pass is worth beside one call of an agent, of which there are many. */
    private static final int PASS_WEIGHT = 3;

    private static final int STOPS_ONE_IN = 200;
    private static final int NEWS_LOST_ONE_IN = 10;

    private final SimWorld world;
    private final RandomGenerator random;
    private final Variation variation;
    private final int number;
    private final List<Seat> seats = new ArrayList<>();
    private final Map<String, Integer> seatOfMachine = new HashMap<>();
    private Seat acting;
    private int made;
    private Optional<Instant> nextDue = Optional.empty();
    private long nextDueAsOf = -1;

    /** One place, and the director that has it. */
    private final class Seat {
        private final Move pass;
        private final Move listening;
        private SimDirector director;
        private Duration behind = Duration.ZERO;
        private boolean dead;
        private boolean deaf;

        /** Dead or stopped until then. */
        private Instant awayUntil = Instant.MIN;

        Seat(String name) {
            pass = new Move("director" + name + " works", PASS_WEIGHT, () -> works(this));
            listening = Move.of("director" + name + " listens again", () -> listens(this));
            director = fresh(this);
        }

        boolean away() {
            boolean away = awayUntil.isAfter(world.clock().instant());
            if (dead && !away) {
                dead = false;
                director = fresh(this);
            }
            return away;
        }
    }

    Company(SimWorld world, int number, RandomGenerator random, Variation variation) {
        this.world = world;
        this.number = number;
        this.random = random;
        this.variation = variation;
        for (int i = 1; i <= number; i++) {
            seats.add(new Seat(number == 1 ? "" : " " + i));
        }
        acting = seats.getFirst();
    }

    private SimDirector fresh(Seat seat) {
        seat.behind = shared() ? Duration.ofMillis(random.nextLong(BEHIND_MAX.toMillis())) : Duration.ZERO;
        Duration behind = seat.behind;
        SimDirector director =
                new SimDirector(world, "d" + ++made, variation.clock(() -> world.clock().instant().minus(behind)), variation);
        director.onAppend(id -> told(seat, id));
        return director;
    }

    /** Whether there can be another director than the one that acts. */
    boolean shared() {
        return number > 1;
    }

    /** Whom somebody talks to at present, or whose pass this is. */
    SimDirector director() {
        return acting.director;
    }

    List<Move> moves() {
        List<Move> moves = new ArrayList<>();
        for (Seat seat : seats) {
            if (!seat.away()) {
                if (isDue(seat)) {
                    moves.add(seat.pass);
                }
                if (seat.deaf) {
                    moves.add(seat.listening);
                }
            }
        }
        return moves;
    }

    private boolean isDue(Seat seat) {
        Instant now = world.clock().instant().minus(seat.behind);
        return nextDue().filter(at -> !at.isAfter(now)).isPresent();
    }

    /** Asked at every step, so it is asked of the database only when that has changed. */
    private Optional<Instant> nextDue() {
        if (nextDueAsOf != world.chaos().commits()) {
            nextDue = acting.director.engine().nextDue();
            nextDueAsOf = world.chaos().commits();
        }
        return nextDue;
    }

    /** When one of them has something to do. */
    Optional<Instant> nextEvent() {
        return seats.stream().flatMap(this::nextEvent).min(Instant::compareTo);
    }

    private Stream<Instant> nextEvent(Seat seat) {
        return seat.away() ? Stream.of(seat.awayUntil) : nextDue().map(at -> at.plus(seat.behind)).stream();
    }

    private void works(Seat seat) {
        acting = seat;
        world.chaos().awake();
        seat.director.engine().runOne();
        if (shared() && world.chaos().napping() && random.nextInt(STOPS_ONE_IN) == 0) {
            seat.awayUntil = world.clock().instant().plus(awhile());
            world.trace().add("a director stops until " + seat.awayUntil);
        }
    }

    private Duration awhile() {
        return Duration.ofMillis(random.nextLong(AWAY_MAX.toMillis()));
    }

    /** Somebody turns to one of those that answer. False when none does. */
    boolean turn() {
        List<Seat> there = seats.stream().filter(seat -> !seat.away()).toList();
        if (there.isEmpty()) {
            return false;
        }
        acting = there.size() == 1 ? there.getFirst() : there.get(random.nextInt(there.size()));
        return true;
    }

    /** The machine with that key turns to its director. False when that one does not answer. */
    boolean turn(String machine) {
        Seat seat = seat(machine);
        if (seat.away()) {
            return false;
        }
        acting = seat;
        return true;
    }

    /** A machine that got no answer tries the next one. */
    void turnAway(String machine) {
        seatOfMachine.put(machine, (seats.indexOf(seat(machine)) + 1) % seats.size());
    }

    private Seat seat(String machine) {
        return seats.get(seatOfMachine.computeIfAbsent(machine, m -> seats.size() == 1 ? 0 : random.nextInt(seats.size())));
    }

    /** The one that acted is dead. */
    void died() {
        if (!shared()) {
            acting.director = fresh(acting);
            return;
        }
        acting.dead = true;
        acting.awayUntil = world.clock().instant().plus(random.nextInt(3) == 0 ? Duration.ZERO : awhile());
        // what it committed last, its database has told the others
        seats.stream().filter(seat -> seat != acting).forEach(seat -> seat.director.ringAll());
        world.trace().add("it is away until " + acting.awayUntil);
    }

    /** What the database tells the others with a commit; whoever lost its connection looks at everything once it listens again. */
    private void told(Seat by, UUID about) {
        if (!shared()) {
            return;
        }
        for (Seat seat : seats) {
            if (seat == by) {
                continue;
            }
            if (world.chaos().raging() && random.nextInt(NEWS_LOST_ONE_IN) == 0) {
                seat.deaf = true;
            } else {
                seat.director.ring(about);
            }
        }
    }

    private void listens(Seat seat) {
        acting = seat;
        seat.deaf = false;
        seat.director.ringAll();
    }

    /** The one that acts stops in the middle of a call; time goes by, the others and the machines go on. One that is alone sleeps for longer than its lease, and a successor works. */
    void oversleep(RandomGenerator mishaps) {
        if (!shared()) {
            Seat successor = new Seat(" instead");
            world.chaos().quietly(() -> {
                world.clock().advance(Engine.LEASE.plusMillis(mishaps.nextInt(60_000)));
                passes(successor, mishaps.nextInt(12), mishaps);
            });
            return;
        }
        Seat asleep = acting;
        Instant until = world.clock().instant().plus(awhile());
        asleep.awayUntil = until;
        for (int i = mishaps.nextInt(40); i > 0 && world.clock().instant().isBefore(until); i--) {
            meanwhile(mishaps);
        }
        world.clock().advanceTo(until);
        acting = asleep;
    }

    private void passes(Seat seat, int number, RandomGenerator mishaps) {
        for (int i = 0; i < number; i++) {
            boolean worked = Database.guarded(tx -> {}, () -> seat.director.engine().runOne());
            if (!worked) {
                world.clock().advance(Duration.ofMillis(mishaps.nextInt(2_000)));
            }
        }
    }

    /** One move of somebody else. */
    private void meanwhile(RandomGenerator mishaps) {
        List<Move> moves = new ArrayList<>(moves());
        moves.addAll(world.agents().moves());
        if (moves.isEmpty() || mishaps.nextInt(4) == 0) {
            world.clock().advance(Duration.ofMillis(mishaps.nextInt(10_000)));
            return;
        }
        Move move = moves.get(mishaps.nextInt(moves.size()));
        world.trace().add("meanwhile " + move.name());
        try {
            Database.guarded(tx -> {}, () -> {
                move.act().run();
                return true;
            });
        } catch (SimulatedCrash crash) {
            world.restart(crash);
        }
    }

    /** Whether an agent's long poll has something to hear of, or has nobody left that would tell it. */
    boolean stirs(String machine, InstanceId node) {
        Seat seat = seat(machine);
        return seat.away() || seat.director.rung(node);
    }
}
