package brume.director.db;

import java.time.Instant;
import org.jooq.impl.AbstractConverter;
import org.jspecify.annotations.Nullable;

/** Times are stored as epoch milliseconds, which mean the same on every engine. Named by the code generator's settings. */
@SuppressWarnings("serial")
public final class InstantMillis extends AbstractConverter<Long, Instant> {
    public InstantMillis() {
        super(Long.class, Instant.class);
    }

    @Override
    public @Nullable Instant from(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    @Override
    public @Nullable Long to(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
