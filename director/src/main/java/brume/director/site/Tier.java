package brume.director.site;

import java.util.Locale;

/** How near to the people a site is. */
public enum Tier {
    CLOUD,
    FOG,
    EDGE;

    /** As it is stored and shown. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text()}; throws {@link IllegalArgumentException} for anything else. */
    public static Tier parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
