package brume.testkit.sim;

import brume.core.agent.EnrolRequest;
import brume.core.agent.NodeConfig;
import brume.core.agent.NodeReport;
import java.util.Objects;

/**
 * The director as an agent sees it. A simulation of the director adapts its handlers to this; a simulated network may answer {@code NoAnswer} before or after asking them. May throw
 * {@link SimulatedCrash}, which the agent takes for no answer and passes on.
 */
public interface AgentPort {
    EnrolAnswer enrol(EnrolRequest request);

    /** @param certificate what {@link Enrolled} gave */
    ConfigAnswer config(String certificate, long after);

    ReportAnswer report(String certificate, NodeReport report);

    /** Whether a long poll would be answered now rather than at the end of its wait. Looks only: passes no crash point and fails never. */
    boolean waiting(String certificate, long after);

    sealed interface EnrolAnswer {}

    /** @param certificate by which the agent is known from now on; PEM, or whatever the adapter likes */
    record Enrolled(String certificate) implements EnrolAnswer {
        public Enrolled {
            Objects.requireNonNull(certificate);
        }
    }

    sealed interface ConfigAnswer {}

    record Config(NodeConfig config) implements ConfigAnswer {
        public Config {
            Objects.requireNonNull(config);
        }
    }

    /** Nothing newer. */
    record Unchanged() implements ConfigAnswer {}

    sealed interface ReportAnswer {}

    record Accepted() implements ReportAnswer {}

    /** Somebody else has the identity now; the agent goes inert. */
    record StaleFence() implements ConfigAnswer, ReportAnswer {}

    /** The director does not know the caller, or does not want it. */
    record Refused(String code) implements EnrolAnswer, ConfigAnswer, ReportAnswer {
        public Refused {
            Objects.requireNonNull(code);
        }
    }

    /** Nothing came back; the call may have been heard. */
    record NoAnswer() implements EnrolAnswer, ConfigAnswer, ReportAnswer {}
}
