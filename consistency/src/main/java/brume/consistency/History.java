package brume.consistency;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What clients did, each transaction once, in any order.
 *
 * @param last reads of every row after everything had ended, one transaction for each node that was asked; part of the checks like any other
 */
public record History(List<Transaction> transactions, List<Transaction> last) {
    public History {
        transactions = List.copyOf(transactions);
        last = List.copyOf(last);
        Set<Integer> ids = new HashSet<>();
        for (Transaction transaction : transactions) {
            if (!ids.add(transaction.id())) {
                throw new IllegalArgumentException("two transactions have one id: " + transaction.id());
            }
        }
    }
}
