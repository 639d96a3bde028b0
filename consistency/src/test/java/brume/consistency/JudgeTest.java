package brume.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class JudgeTest {
    private static final int SEEDS = 300;
    private static final int LENGTH = 120;
    /** Rows of the planted mistakes, apart from those of the machine. */
    private static final int X = 100;

    private static final int Y = 101;
    private static final long LATE = 500_000_000;

    @Test
    void serialMachine_hasNoAnomalies() {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(Judge.lists(new Machine(seed, false).run(LENGTH))).as("seed " + seed).isEmpty();
        }
    }

    @Test
    void machineWithSnapshots_hasNothingButWriteSkew() {
        int skews = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            List<Anomaly> found = Judge.lists(new Machine(seed, true).run(LENGTH));
            assertThat(found).as("seed " + seed).allMatch(a -> a.kind() == AnomalyKind.WRITE_SKEW);
            skews += found.size();
        }
        assertThat(skews).as("the machine does have some").isPositive();
        assertThat(AnomalyKind.WRITE_SKEW.allowedAt(Level.SNAPSHOT)).isTrue();
        assertThat(AnomalyKind.WRITE_SKEW.allowedAt(Level.SERIALIZABLE)).isFalse();
    }

    @Test
    void writesInACircle_areG0() {
        // row X: T1 then T2; row Y: T2 then T1
        found(AnomalyKind.DIRTY_WRITE, List.of(1, 2), t(1, a(X, 1), a(Y, 2)), t(2, a(X, 2), a(Y, 1)), end(r(X, 1, 2), r(Y, 1, 2)));
    }

    @Test
    void rolledBackValueThatWasRead_isG1a() {
        found(AnomalyKind.ABORTED_READ, List.of(2, 1), aborted(1, a(X, 1)), t(2, r(X, 1)), end());
    }

    @Test
    void middleOfATransactionThatWasRead_isG1b() {
        found(AnomalyKind.INTERMEDIATE_READ, List.of(2, 1), t(1, a(X, 1), a(X, 2)), t(2, r(X, 1)), end(r(X, 1, 2)));
    }

    @Test
    void readsOfEachOther_areG1c() {
        found(AnomalyKind.CIRCULAR_FLOW, List.of(2, 1), t(1, a(X, 1), r(Y, 1)), t(2, a(Y, 1), r(X, 1)), end(r(X, 1), r(Y, 1)));
    }

    @Test
    void twoAppendsOnTheGroundOfTheSameState_areALostUpdate() {
        Anomaly anomaly = found(AnomalyKind.LOST_UPDATE, List.of(2, 1), t(1, r(X), a(X, 1)), t(2, r(X), a(X, 2)), end(r(X, 1, 2)));

        assertThat(anomaly.because()).containsExactly("T1002 read row 100 without 1, which T1001 appended (rw)", "nevertheless T1002 appended 2 to row 100 after it");
    }

    @Test
    void oneOfTwoEffectsSeen_isGSingle() {
        found(AnomalyKind.READ_SKEW, List.of(2, 1), t(1, a(X, 1), a(Y, 1)), t(2, r(X), r(Y, 1)), end(r(X, 1), r(Y, 1)));
    }

    @Test
    void eachMissingTheOthersWrite_isG2Item() {
        found(AnomalyKind.WRITE_SKEW, List.of(1, 2), t(1, r(X), a(Y, 1)), t(2, r(Y), a(X, 1)), end(r(X, 1), r(Y, 1)));
    }

    @Test
    void readThatLacksWhatWasAcknowledgedBefore_isStale() {
        Transaction reader = new Transaction(1002, 2, "n2", LATE + 30, LATE + 40, Transaction.End.COMMITTED, List.of(r(X)));

        Anomaly anomaly = found(AnomalyKind.STALE_READ, List.of(1, 2), t(1, a(X, 1)), reader, end(r(X, 1)));

        assertThat(anomaly.witness().get(1)).startsWith("T1002 (client 2 at n2, 0.5000–0.5000 s): read row 100 = []; committed");
    }

    @Test
    void acknowledgedAppendThatIsGone_isALostWrite() {
        found(AnomalyKind.LOST_WRITE, List.of(1), t(1, a(X, 1)), end(r(X)));
    }

    @Test
    void appendThatIsThereTwice_isDuplicated() {
        found(AnomalyKind.DUPLICATED, List.of(1999), t(1, a(X, 1)), end(r(X, 1, 1)));
    }

    @Test
    void ordersThatDiffer_areDivergence() {
        found(AnomalyKind.DIVERGED, List.of(3, 1999), t(1, a(X, 1)), t(2, a(X, 2)), t(3, r(X, 2)), end(r(X, 1, 2)));
    }

    @Test
    void ownAppendThatIsNotSeen_isInternal() {
        found(AnomalyKind.OWN_WRITE_MISSED, List.of(1), t(1, a(X, 1), r(X)), end(r(X, 1)));
    }

    @Test
    void transactionOfUnknownEnd_countsOnlyWhenItWasSeen() {
        Transaction unknown = new Transaction(1001, 1, "", LATE, LATE + 10, Transaction.End.UNKNOWN, List.of(r(X), a(X, 1)));

        assertThat(Judge.lists(new History(List.of(unknown), List.of(end(r(X)))))).isEmpty();
        assertThat(Judge.lists(new History(List.of(unknown, t(2, r(X), a(X, 2))), List.of(end(r(X, 1, 2)))))).extracting(Anomaly::kind).containsExactly(AnomalyKind.LOST_UPDATE);
    }

    @Test
    void sumThatChanges_isFound_onlyInWholeCommittedLooks() {
        Transaction half = t(1, new Operation.Seen(0, 90));
        Transaction right = t(2, new Operation.Seen(0, 90), new Operation.Seen(1, 110));
        Transaction wrong = t(3, new Operation.Seen(0, 90), new Operation.Seen(1, 100));

        List<Anomaly> found = Judge.bank(List.of(half, right, wrong), 2, 200);

        assertThat(found).singleElement().satisfies(a -> assertThat(a.transactions()).containsExactly(wrong));
        assertThat(found.getFirst().because()).containsExactly("the accounts hold 190 together, which should be 200");
    }

    @Test
    void twoStepsFromOneNumber_areALostUpdate() {
        Transaction one = t(1, new Operation.Seen(7, 4), new Operation.Put(7, 5));
        Transaction two = t(2, new Operation.Seen(7, 4), new Operation.Put(7, 5));
        Transaction next = t(3, new Operation.Seen(7, 5), new Operation.Put(7, 6));

        assertThat(Judge.counters(List.of(one, two, next))).singleElement().satisfies(a -> assertThat(a.transactions()).containsExactly(one, two));
    }

    @Test
    void insertsAreThere_everywhereOrNowhere() {
        List<Transaction> inserts = List.of(t(1, a(0, 1)), t(2, a(0, 2)), t(3, a(0, 3)), aborted(4, a(0, 4)));

        List<Anomaly> found = Judge.inserts(inserts, Map.of("n1", Set.of(1, 2, 4), "n2", Set.of(1, 4)));

        assertThat(found).extracting(Anomaly::kind).containsExactly(AnomalyKind.DIVERGED, AnomalyKind.LOST_WRITE, AnomalyKind.ABORTED_READ);
    }

    /** Found with exactly these transactions, and nothing else, in the midst of long histories without a mistake. */
    private static Anomaly found(AnomalyKind kind, List<Integer> ids, Transaction... planted) {
        List<Anomaly> last = new ArrayList<>();
        for (long seed = 0; seed < 20; seed++) {
            History around = new Machine(seed, false).run(LENGTH);
            List<Transaction> all = new ArrayList<>(around.transactions());
            all.addAll(List.of(planted).subList(0, planted.length - 1));
            List<Transaction> ends = new ArrayList<>(around.last());
            ends.add(planted[planted.length - 1]);

            last = Judge.lists(new History(all, ends));

            assertThat(last).as("seed " + seed).singleElement().satisfies(a -> {
                assertThat(a.kind()).isEqualTo(kind);
                assertThat(a.transactions()).extracting(Transaction::id).containsExactlyElementsOf(ids.stream().map(i -> i < 1000 ? i + 1000 : i).toList());
            });
        }
        return last.getFirst();
    }

    /** All planted transactions are concurrent. */
    private static Transaction t(int id, Operation... operations) {
        return new Transaction(1000 + id, id, "", LATE, LATE + 10, Transaction.End.COMMITTED, List.of(operations));
    }

    private static Transaction aborted(int id, Operation... operations) {
        return new Transaction(1000 + id, id, "", LATE, LATE + 10, Transaction.End.ABORTED, List.of(operations));
    }

    private static Transaction end(Operation... operations) {
        return new Transaction(1999, 99, "", LATE * 4, LATE * 4, Transaction.End.COMMITTED, List.of(operations));
    }

    private static Operation a(int key, int value) {
        return new Operation.Append(key, value);
    }

    private static Operation r(int key, Integer... values) {
        return new Operation.Read(key, Arrays.asList(values));
    }
}
