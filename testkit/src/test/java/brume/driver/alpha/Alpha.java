package brume.driver.alpha;

/** A driver. */
public final class Alpha {}
