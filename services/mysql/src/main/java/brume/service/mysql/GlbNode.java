package brume.service.mysql;

import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.core.service.Member;
import java.util.Objects;
import java.util.Optional;

/** A load balancer as the planner sees it; components as in {@link DbNode}. */
record GlbNode(
        int ordinal, Optional<String> address, Optional<GlbOrders> wanted, Optional<RoleReport> report, Optional<GlbFacts> facts, boolean reached,
        boolean unwanted) {
    GlbNode {
        Objects.requireNonNull(address);
        Objects.requireNonNull(wanted);
        Objects.requireNonNull(report);
        Objects.requireNonNull(facts);
    }

    /** Empty when the member is not a load balancer. */
    static Optional<GlbNode> of(Member member) {
        Optional<RoleConfig> role =
                member.wanted().stream().filter(r -> r.role().equals(MysqlService.GLB_ROLE)).findFirst();
        if (role.isEmpty()) {
            return Optional.empty();
        }
        Optional<RoleReport> report = member.report().flatMap(r -> r.role(MysqlService.GLB_ROLE));
        return Optional.of(new GlbNode(
                member.ordinal(),
                member.address(),
                Json.read(role.get().settings(), GlbOrders.class),
                report,
                report.flatMap(r -> GlbFacts.of(r.facts())),
                member.reached(),
                member.unwanted()));
    }

    boolean markedLeaving() {
        return wanted.filter(GlbOrders::leaving).isPresent();
    }

    boolean markedEntry() {
        return wanted.filter(GlbOrders::entry).isPresent();
    }

    /** Leads somewhere. */
    boolean serving() {
        return report.filter(r -> r.state() == RoleState.RUNNING).isPresent()
                && facts.filter(f -> !f.up().isEmpty()).isPresent();
    }

    /** Whether it may send connections to a server, as far as it says. */
    boolean leadsTo(String server) {
        return facts.filter(f -> f.servers().contains(server)).isPresent();
    }
}
