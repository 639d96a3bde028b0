package brume.agent.node;

import brume.agent.base.AgentThreads;
import brume.agent.base.Backoff;
import brume.agent.base.Log;
import brume.agent.base.Signal;
import brume.agent.base.WholeFile;
import brume.agent.http.GuestSocket;
import brume.core.agent.Bootstrap;
import brume.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds the bootstrap: from the host by its guest socket, else from a file, else the kept copy. */
final class BootstrapSource {
    private static final String KEY = "user.brume.bootstrap";
    private static final Duration GUEST_PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE_FIRST = Duration.ofMillis(20);
    private static final Duration PAUSE_LONGEST = Duration.ofSeconds(2);
    /** So many failures of a source that is there, before the kept copy is believed: some 3 s. */
    private static final int PATIENT_ATTEMPTS = 8;

    private final AgentPaths paths;
    private final Optional<Bootstrap> kept;

    BootstrapSource(AgentPaths paths, Optional<Bootstrap> kept) {
        this.paths = paths;
        this.kept = kept;
    }

    /** Waits until there is one. */
    Bootstrap await() throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                Optional<Bootstrap> found = find();
                if (found.isPresent()) {
                    return found.get();
                }
                if (kept.isPresent()) {
                    return kept.get(); // nothing says that this is another machine
                }
            } catch (IOException e) {
                if (kept.isPresent() && attempt >= PATIENT_ATTEMPTS) {
                    return kept.get();
                }
                Log.warning("no bootstrap yet: " + e.getMessage());
            }
            Signal.pause(Backoff.doubled(PAUSE_FIRST, PAUSE_LONGEST, attempt));
        }
    }

    private Optional<Bootstrap> find() throws IOException, InterruptedException {
        for (Path socket : paths.guestSockets()) {
            Optional<String> text = Files.exists(socket) ? ask(socket) : Optional.empty();
            if (text.isPresent()) {
                return Optional.of(Json.read(text.get(), Bootstrap.class));
            }
        }
        Optional<String> text = WholeFile.read(paths.bootstrapFile());
        return text.isPresent() ? Optional.of(Json.read(text.get(), Bootstrap.class)) : Optional.empty();
    }

    /** UNIX sockets know no read timeout; an interrupt closes the channel. */
    private static Optional<String> ask(Path socket) throws IOException, InterruptedException {
        FutureTask<Optional<String>> task = AgentThreads.task("guest socket", () -> GuestSocket.config(socket, KEY));
        try {
            return task.get(GUEST_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(socket + " does not answer", e);
        } catch (ExecutionException e) {
            throw new IOException(socket + ": " + e.getCause(), e);
        } finally {
            task.cancel(true);
        }
    }
}
