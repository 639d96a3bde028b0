package brume.core.service;

import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.id.InstanceId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A node of the service as it is.
 *
 * @param ordinal counts from 1 within the service and is never shared by two living nodes; the address stays with it
 * @param address in text form, known before the machine is
 * @param wanted roles of the last plan
 * @param wantedGeneration generation of that configuration: a report that reached it has done all of it
 * @param report the agent's last, only while the agent is connected; empty while it boots or is cut off
 * @param unwanted whether the user wants this very node gone: it leaves before any other, and stays no longer than those who need it do without
 */
public record Member(
        InstanceId id,
        int ordinal,
        Optional<String> address,
        List<RoleConfig> wanted,
        long wantedGeneration,
        Optional<NodeReport> report,
        boolean unwanted) {
    /** A node that the user has nothing against. */
    public Member(
            InstanceId id, int ordinal, Optional<String> address, List<RoleConfig> wanted, long wantedGeneration, Optional<NodeReport> report) {
        this(id, ordinal, address, wanted, wantedGeneration, report, false);
    }

    public Member {
        Objects.requireNonNull(id);
        Objects.requireNonNull(address);
        wanted = List.copyOf(wanted);
        Objects.requireNonNull(report);
    }

    /** Whether the agent has done everything that the last plan wanted of it. */
    public boolean reached() {
        return report.filter(r -> r.generation() >= wantedGeneration).isPresent();
    }
}
