package brume.director.app;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why something is as it is.
 *
 * @param wants what should be, {@code sees} what is, {@code doing} what the last look came to
 * @param outcome {@code settled}, {@code working}, {@code blocked}, or empty before the first look
 * @param reason only when blocked
 * @param parts of what it consists of
 */
public record WhyView(
        String kind,
        String id,
        String name,
        String wants,
        String sees,
        String outcome,
        String doing,
        Optional<ReasonView> reason,
        Optional<Instant> lookedAt,
        Optional<Instant> nextLook,
        int failures,
        List<WhyView> parts) {

    /** {@code code} is stable and listed in {@code docs/errors.md}; {@code mayPass} whether it may pass by itself, else somebody has to do something. */
    public record ReasonView(String code, String text, boolean mayPass) {}
}
