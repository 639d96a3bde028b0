package brume.director;

import brume.director.db.DatabaseException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the director until it is asked to end (SIGTERM, SIGINT). Argument: its home. Says {@code ready URL} on standard output once it serves; exits with 2 when its settings are wrong
 * and with 1 when it cannot start.
 */
public final class DirectorMain {
    private static final Logger LOG = LoggerFactory.getLogger(DirectorMain.class);

    private DirectorMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            System.err.println("brume director: give its home, such as /var/lib/brume");
            System.exit(2);
        }
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        try {
            run(Settings.read(Path.of(arguments[0])));
        } catch (IllegalArgumentException e) {
            System.err.println("brume director: " + e.getMessage());
            System.exit(2);
        } catch (IOException | IllegalStateException | DatabaseException e) {
            LOG.error("The director cannot start", e);
            System.err.println("brume director: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Settings settings) throws IOException, InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Wiring wiring = Wiring.shipped(settings);
        String url = wiring.start(System.out::println);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            wiring.close();
            end.countDown();
        }, "shutdown"));
        System.out.println("ready " + url);
        end.await();
    }
}
