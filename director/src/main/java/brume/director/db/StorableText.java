package brume.director.db;

import org.jooq.impl.AbstractConverter;
import org.jspecify.annotations.Nullable;

/** Text as every engine can hold it: PostgreSQL knows no character NUL, so its place is marked (U+FFFD, as Unicode wants it, section 3.9). Named by the code generator's settings. */
@SuppressWarnings("serial")
public final class StorableText extends AbstractConverter<String, String> {
    public StorableText() {
        super(String.class, String.class);
    }

    @Override
    public @Nullable String from(@Nullable String stored) {
        return stored;
    }

    @Override
    public @Nullable String to(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }
}
