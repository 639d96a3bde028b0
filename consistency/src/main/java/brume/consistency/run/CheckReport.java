package brume.consistency.run;

import brume.consistency.Anomaly;
import brume.consistency.AnomalyKind;
import brume.consistency.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a check found.
 *
 * @param server version, as the server says it
 * @param level what was promised
 * @param nodes how many transactions each server ran, by its name
 * @param work what was done, in the order of the workloads
 * @param findings empty when nothing was found at all
 */
public record CheckReport(String server, Level level, Map<String, Long> nodes, List<Done> work, List<Finding> findings) {
    /** Of one kind of anomaly, those with the fewest transactions. */
    private static final int WITNESSES_MAX = 3;

    /** How the transactions of one workload ended. */
    public record Done(String workload, long committed, long aborted, long unknown) {
        public Done {
            Objects.requireNonNull(workload);
        }
    }

    /**
     * Anomalies of one kind in one workload.
     *
     * @param count how many; counting ends at some hundred for chains
     * @param allowed whether one server does the same at this level, so that it says nothing of the cluster
     * @param witnesses the smallest ones
     */
    public record Finding(String kind, String meaning, String workload, long count, boolean allowed, List<Witness> witnesses) {
        public Finding {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(meaning);
            Objects.requireNonNull(workload);
            witnesses = List.copyOf(witnesses);
        }
    }

    /** The fewest transactions that show it, then the argument, line by line. */
    public record Witness(List<String> lines) {
        public Witness {
            lines = List.copyOf(lines);
        }
    }

    public CheckReport {
        Objects.requireNonNull(server);
        Objects.requireNonNull(level);
        nodes = Map.copyOf(nodes);
        work = List.copyOf(work);
        findings = List.copyOf(findings);
    }

    /** Whether nothing was found that should not be. */
    public boolean clean() {
        return findings.stream().allMatch(Finding::allowed);
    }

    static List<Finding> findings(String workload, List<Anomaly> anomalies, Level level) {
        SortedMap<AnomalyKind, List<Anomaly>> kinds = new TreeMap<>();
        anomalies.forEach(anomaly -> kinds.computeIfAbsent(anomaly.kind(), k -> new ArrayList<>()).add(anomaly));
        List<Finding> findings = new ArrayList<>();
        kinds.forEach((kind, all) -> findings.add(new Finding(
                kind.code(),
                kind.meaning(),
                workload,
                all.size(),
                kind.allowedAt(level),
                all.stream().limit(WITNESSES_MAX).map(a -> new Witness(a.witness())).toList())));
        return findings;
    }
}
