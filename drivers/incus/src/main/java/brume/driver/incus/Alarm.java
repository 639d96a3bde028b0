package brume.driver.incus;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Closes something at a deadline unless it was called off before. A blocking read of a UNIX socket has no timeout of its own; closing the channel ends it. The
 * JDK's shared delay thread keeps the time.
 */
final class Alarm implements AutoCloseable {
    private final CompletableFuture<Boolean> bell = new CompletableFuture<>();

    private Alarm() {}

    static Alarm closing(Closeable target, Duration deadline) {
        Alarm alarm = new Alarm();
        var _ = alarm.bell
                .completeOnTimeout(true, deadline.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(rang -> {
                    if (rang) {
                        quietly(target);
                    }
                });
        return alarm;
    }

    boolean rang() {
        return bell.getNow(false);
    }

    @Override
    public void close() {
        bell.complete(false);
    }

    private static void quietly(Closeable target) {
        try {
            target.close();
        } catch (IOException e) {
            // the channel is gone either way, and its reader reports
        }
    }
}
