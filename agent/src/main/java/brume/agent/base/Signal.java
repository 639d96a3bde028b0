package brume.agent.base;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Something to wait for that is remembered when it comes before the waiting; and the one place where the agent lets time pass. Thread-safe. */
public final class Signal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private boolean raised;

    /** Wakes the one who waits, or the next one who would. */
    public void raise() {
        lock.lock();
        try {
            raised = true;
            came.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the signal and takes it; false when {@code patience} ran out first. */
    public boolean await(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (!raised && left > 0) {
                left = came.awaitNanos(left);
            }
            boolean was = raised;
            raised = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    /** Lets time pass; only an interrupt ends it early. */
    public static void pause(Duration time) throws InterruptedException {
        new Signal().await(time);
    }
}
