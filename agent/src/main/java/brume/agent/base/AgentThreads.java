package brume.agent.base;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * The one place where the agent makes threads.
 *
 * <p>Loops and role steps are virtual threads. Pumps are platform threads with a small stack: reading a program's pipe holds on to the carrier thread of a virtual one
 * (JDK 25, {@code FileInputStream}), and a machine with one core has only a few carriers.
 */
public final class AgentThreads {
    /** Enough for a read loop; the platform rounds it up to its own minimum. */
    private static final long PUMP_STACK_BYTES = 128 * 1024;

    private static final int EXIT_BUG = 70;

    private AgentThreads() {}

    /** Runs {@code body} on a thread of its own, for as long as the process lives if need be. An exception from it is a bug: it ends the process. */
    public static Thread start(String name, Runnable body) {
        return Thread.ofVirtual().name(name).uncaughtExceptionHandler(AgentThreads::bug).start(body);
    }

    /** Runs a blocking copy from or to a program; the result is asked from the returned task. */
    public static <T> FutureTask<T> pump(String name, Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        Thread.ofPlatform().name(name).daemon(true).stackSize(PUMP_STACK_BYTES).start(task);
        return task;
    }

    /** Runs a body that reads a program's output for as long as the process lives; a platform thread for the reason of {@link #pump}. An exception from it is a bug. */
    public static void startReader(String name, Runnable body) {
        Thread.ofPlatform().name(name).daemon(true).uncaughtExceptionHandler(AgentThreads::bug).start(body);
    }

    /** A short task on a virtual thread whose result (or failure) is asked from the returned task. */
    public static <T> FutureTask<T> task(String name, Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        Thread.ofVirtual().name(name).start(task);
        return task;
    }

    private static void bug(Thread thread, Throwable cause) {
        Log.error("thread " + thread.getName() + " ended by a bug; the agent starts again", cause);
        Runtime.getRuntime().halt(EXIT_BUG);
    }
}
