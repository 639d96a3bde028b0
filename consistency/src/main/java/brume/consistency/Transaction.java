package brume.consistency;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One transaction as its client saw it.
 *
 * @param id position in the history, unique
 * @param client which connection ran it; one runs one at a time
 * @param node where it ran: an address, or what the client knows of it; empty when unknown
 * @param began before its first statement was sent, in nanoseconds of one clock
 * @param ended after the last answer came
 * @param operations in the order of the statements
 */
public record Transaction(int id, int client, String node, long began, long ended, End end, List<Operation> operations) {
    private static final double NANOS_A_SECOND = 1e9;

    /** What the client knows of its end. */
    public enum End {
        /** The commit was acknowledged. */
        COMMITTED,
        /** The database said that nothing of it stays, or the commit was never asked for. */
        ABORTED,
        /** The answer to the commit did not come. */
        UNKNOWN
    }

    public Transaction {
        Objects.requireNonNull(node);
        Objects.requireNonNull(end);
        operations = List.copyOf(operations);
        if (ended < began) {
            throw new IllegalArgumentException("a transaction ends after it began");
        }
    }

    /** Rows that it appended to. */
    Set<Integer> appended() {
        Set<Integer> keys = new TreeSet<>();
        for (Operation operation : operations) {
            if (operation instanceof Operation.Append append) {
                keys.add(append.key());
            }
        }
        return keys;
    }

    /** Its id is enough, and quick. */
    @Override
    public int hashCode() {
        return id;
    }

    /** For people: name, place, time in seconds, steps, end. */
    @Override
    public String toString() {
        return name() + String.format(Locale.ROOT, " (client %d%s, %.4f–%.4f s): ", client, node.isEmpty() ? "" : " at " + node, began / NANOS_A_SECOND, ended / NANOS_A_SECOND)
                + operations.stream().map(Operation::toString).collect(Collectors.joining("; ")) + "; " + end.name().toLowerCase(Locale.ROOT);
    }

    /** Short name, as explanations use it. */
    public String name() {
        return "T" + id;
    }
}
