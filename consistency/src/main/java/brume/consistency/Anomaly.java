package brume.consistency;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One thing that should not have happened, with the fewest transactions that show it.
 *
 * @param because one sentence for each link of the argument
 * @param transactions those that take part, in the argument's order
 */
public record Anomaly(AnomalyKind kind, List<String> because, List<Transaction> transactions) {
    public Anomaly {
        Objects.requireNonNull(kind);
        because = List.copyOf(because);
        transactions = List.copyOf(transactions);
    }

    /** The witness for people: what each transaction did, then why that cannot be. */
    public List<String> witness() {
        return Stream.concat(transactions.stream().map(Transaction::toString), because.stream().map(line -> "  " + line)).toList();
    }
}
