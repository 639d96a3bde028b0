package brume.director.app;

import brume.core.id.AppId;
import brume.director.db.Life;
import brume.director.service.ServiceState;
import java.time.Instant;
import java.util.Objects;

/**
 * A row of table {@code app}.
 *
 * @param generation grows with every change of what is wanted of the application or one of its services
 * @param seenGeneration of the wants that are met
 */
public record App(
        AppId id,
        String name,
        String description,
        boolean wantRun,
        Life life,
        long generation,
        Instant createdAt,
        long seenGeneration,
        ServiceState state,
        String text) {
    public App {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(description);
        Objects.requireNonNull(life);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(state);
        Objects.requireNonNull(text);
    }
}
