package brume.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs the same act on several threads that start together. */
public final class AtOnce {
    private AtOnce() {}

    /** Results in the order of the numbers 0 … {@code times}-1; the first failure is thrown as it was. */
    public static <T> List<T> run(int times, IntFunction<T> act) {
        CountDownLatch together = new CountDownLatch(times);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                int number = i;
                futures.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    return act.apply(number);
                }));
            }
            return futures.stream().map(AtOnce::result).toList();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the threads", interrupted);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new AssertionError("a thread failed", failure.getCause());
        }
    }
}
