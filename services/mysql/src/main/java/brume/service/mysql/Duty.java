package brume.service.mysql;

import java.util.Locale;
import java.util.Objects;

/**
 * What a MariaDB node may do about the cluster. Text form {@code KIND ROUND}, such as {@code hold 3}, in orders, in facts and in the file on the node's volume.
 *
 * @param round number of the recovery round for {@code HOLD}, {@code BOOTSTRAP} and {@code SPENT}; 0 otherwise, and for a node that has never been a member
 */
public record Duty(Kind kind, int round) {
    /** Kinds of duty. */
    public enum Kind {
        /** The only node with data: starts a cluster of one whenever it is down. */
        ALONE,
        /** Joins the others when it is down; never starts a cluster. */
        MEMBER,
        /** Does not run, so that its position stands still. */
        HOLD,
        /** Starts the cluster once under this round's number. */
        BOOTSTRAP,
        /** Only ever reported: the round's start has been used up. */
        SPENT,
        /** Stops and stays stopped. */
        LEAVE
    }

    public static final Duty ALONE = new Duty(Kind.ALONE, 0);
    public static final Duty MEMBER = new Duty(Kind.MEMBER, 0);
    public static final Duty LEAVE = new Duty(Kind.LEAVE, 0);
    /** Of a node that has not been let in yet, and therefore has no data. */
    public static final Duty FRESH = new Duty(Kind.HOLD, 0);

    public Duty {
        Objects.requireNonNull(kind);
        if (round < 0) {
            throw new IllegalArgumentException("rounds count from 0: " + round);
        }
    }

    public static Duty hold(int round) {
        return new Duty(Kind.HOLD, round);
    }

    public static Duty bootstrap(int round) {
        return new Duty(Kind.BOOTSTRAP, round);
    }

    public static Duty spent(int round) {
        return new Duty(Kind.SPENT, round);
    }

    /** @throws IllegalArgumentException when the text is none of {@link #toString()} */
    public static Duty parse(String text) {
        String[] parts = text.strip().split(" ", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not a duty: " + text);
        }
        return new Duty(Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)), Integer.parseInt(parts[1]));
    }

    public boolean is(Kind other) {
        return kind == other;
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + round;
    }
}
