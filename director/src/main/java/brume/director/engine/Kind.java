package brume.director.engine;

import java.util.Objects;

/** A kind of aggregate: the part of a due row, an event and a {@code why} that says which reconciler looks after it. */
public record Kind(String name) implements Comparable<Kind> {
    public static final Kind SITE = new Kind("site");
    public static final Kind INSTANCE = new Kind("instance");
    public static final Kind NODE = new Kind("node");
    public static final Kind SERVICE = new Kind("service");
    public static final Kind APP = new Kind("app");
    public static final Kind BLOBS = new Kind("blobs");
    public static final Kind LOGS = new Kind("logs");

    public Kind {
        Objects.requireNonNull(name);
    }

    @Override
    public int compareTo(Kind other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
