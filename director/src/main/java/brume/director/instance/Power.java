package brume.director.instance;

/** Wanted power. Stored by name. */
public enum Power {
    ON,
    OFF
}
