package brume.director.app;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An application, as the API shows it.
 *
 * @param state INIT, PROLOGUE, RUNNING, ADAPTING, EPILOGUE, STOPPED or ERROR
 * @param text one sentence that says more
 * @param generation of what is wanted; {@code seenGeneration} of the wants that are met
 * @param url of the first service that has one
 */
public record AppView(
        String id,
        String name,
        String description,
        String state,
        String text,
        long generation,
        long seenGeneration,
        boolean wantRun,
        boolean deleting,
        Instant createdAt,
        Optional<String> url,
        List<ServiceView> services) {}
