package brume.driver.incus;

import java.util.Locale;

/** Which of the two siblings answers. */
enum Product {
    INCUS,
    LXD;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
