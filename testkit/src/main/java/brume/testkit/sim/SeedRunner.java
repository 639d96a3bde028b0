package brume.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Plays many seeds and says how to play one again. System properties: {@code brume.sim.seeds} how many, {@code brume.sim.base} the first, {@code brume.sim.threads} on how many
 * threads, {@code brume.sim.seed} only this one, with the end of its trace printed. Immutable.
 *
 * <p>The first seed is played twice, and its traces must be equal: one seed, one trace.
 */
public final class SeedRunner {
    private static final int SEEDS = 300;

    /** After so many seeds that failed, more teach nothing. */
    private static final int FAILURES_MAX = 20;

    private final String test;
    private final long base;
    private final int seeds;
    private final int threads;

    private SeedRunner(String test, long base, int seeds, int threads) {
        this.test = Objects.requireNonNull(test);
        this.base = base;
        this.seeds = seeds;
        this.threads = threads;
    }

    /** @param test class and method, as {@code -Dtest} takes them: {@code DirectorSimulationTest#everySeedConverges} */
    public static SeedRunner of(String test) {
        return new SeedRunner(test, Long.getLong("brume.sim.base", 0), Integer.getInteger("brume.sim.seeds", SEEDS), Integer.getInteger("brume.sim.threads", 1));
    }

    /** This many seeds, whatever the property says. */
    public SeedRunner seeds(int number) {
        return new SeedRunner(test, base, number, threads);
    }

    /** One in so many of the seeds, whatever their number. */
    public SeedRunner oneIn(int many) {
        return new SeedRunner(test, base, Math.ceilDiv(seeds, many), threads);
    }

    public SeedRunner threads(int number) {
        return new SeedRunner(test, base, seeds, number);
    }

    public SeedRunner base(long first) {
        return new SeedRunner(test, first, seeds, threads);
    }

    /** @param digest equal for equal runs, whatever the number of threads */
    public record Result(int seeds, long steps, long digest, Duration took) {
        @Override
        public String toString() {
            double seconds = took.toNanos() / 1e9;
            return seeds + " seeds, " + steps + " steps, digest " + Long.toHexString(digest) + ", "
                    + String.format(Locale.ROOT, "%.1f s (%.0f seeds a second)", seconds, seeds / Math.max(seconds, 1e-9));
        }
    }

    /**
     * Plays them all, or the one that the property names.
     *
     * @param play a whole simulation with that seed, from nothing; returns its trace; throws {@link AssertionError}
     */
    @SuppressWarnings("SystemOut") // the result belongs into the output of the build
    public Result run(LongFunction<Trace> play) {
        Long only = Long.getLong("brume.sim.seed");
        Result result = only == null ? many(play) : one(only, play);
        System.out.println("simulation " + test + ": " + result);
        return result;
    }

    @SuppressWarnings("SystemOut")
    private Result one(long seed, LongFunction<Trace> play) {
        long start = System.nanoTime();
        Trace trace = attempt(seed, play);
        trace.tail().forEach(System.out::println);
        return new Result(1, trace.size(), trace.digest(), Duration.ofNanos(System.nanoTime() - start));
    }

    private Result many(LongFunction<Trace> play) {
        long start = System.nanoTime();
        sameTwice(play);
        AtomicLong next = new AtomicLong(base);
        AtomicLong steps = new AtomicLong();
        AtomicLong digest = new AtomicLong();
        ConcurrentSkipListMap<Long, AssertionError> failed = new ConcurrentSkipListMap<>();
        Runnable worker = () -> {
            for (long seed = next.getAndIncrement(); seed < base + seeds && failed.size() < FAILURES_MAX; seed = next.getAndIncrement()) {
                try {
                    Trace trace = attempt(seed, play);
                    steps.addAndGet(trace.size());
                    digest.addAndGet(trace.digest() * (2 * seed + 1)); // a sum does not depend on the order
                } catch (AssertionError failure) {
                    failed.put(seed, failure);
                }
            }
        };
        work(worker);
        if (!failed.isEmpty()) {
            throw new AssertionError(failed.size() + " seeds failed: " + failed.keySet() + "; the first:\n" + failed.firstEntry().getValue().getMessage(), failed.firstEntry().getValue());
        }
        return new Result(seeds, steps.get(), digest.get(), Duration.ofNanos(System.nanoTime() - start));
    }

    private void sameTwice(LongFunction<Trace> play) {
        Trace first = attempt(base, play);
        Trace second = attempt(base, play);
        if (first.digest() != second.digest()) {
            throw new AssertionError("seed " + base + " gave two traces, of " + first.size() + " and " + second.size()
                    + " steps; they part after:\n    " + lastCommon(first.tail(), second.tail()));
        }
    }

    private static String lastCommon(List<String> one, List<String> two) {
        int common = 0;
        while (common < Math.min(one.size(), two.size()) && one.get(common).equals(two.get(common))) {
            common++;
        }
        String before = common == 0 ? "(before the lines kept)" : one.get(common - 1);
        String left = common < one.size() ? one.get(common) : "(end)";
        String right = common < two.size() ? two.get(common) : "(end)";
        return before + "\n  first:  " + left + "\n  second: " + right;
    }

    private void work(Runnable worker) {
        if (threads <= 1) {
            worker.run();
            return;
        }
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(worker));
            }
        }
        for (Future<?> one : all) {
            await(one);
        }
    }

    private static void await(Future<?> worker) {
        try {
            worker.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while playing", interrupted);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof AssertionError known) {
                throw known;
            }
            throw new AssertionError("a worker failed", failure.getCause());
        }
    }

    private Trace attempt(long seed, LongFunction<Trace> play) {
        try {
            return play.apply(seed);
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    "seed " + seed + ": " + failure.getMessage() + "\n  play it again: -Dtest='" + test + "' -Dbrume.sim.seed=" + seed, failure);
        }
    }
}
