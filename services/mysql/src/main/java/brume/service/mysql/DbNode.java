package brume.service.mysql;

import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.core.service.Member;
import java.util.Objects;
import java.util.Optional;

/**
 * A MariaDB node as the planner sees it.
 *
 * @param wanted orders of the last plan
 * @param report of the role; empty while the agent is away or has not looked
 * @param facts out of the report
 * @param reached whether the agent has done all that the last plan wanted
 * @param unwanted whether the user wants this very node gone
 */
record DbNode(
        int ordinal, Optional<String> address, Optional<MysqlOrders> wanted, Optional<RoleReport> report, Optional<MysqlFacts> facts, boolean reached,
        boolean unwanted) {
    DbNode {
        Objects.requireNonNull(address);
        Objects.requireNonNull(wanted);
        Objects.requireNonNull(report);
        Objects.requireNonNull(facts);
    }

    /** Empty when the member is not a MariaDB node. */
    static Optional<DbNode> of(Member member) {
        Optional<RoleConfig> role =
                member.wanted().stream().filter(r -> r.role().equals(MysqlService.MYSQL_ROLE)).findFirst();
        if (role.isEmpty()) {
            return Optional.empty();
        }
        Optional<RoleReport> report = member.report().flatMap((NodeReport r) -> r.role(MysqlService.MYSQL_ROLE));
        return Optional.of(new DbNode(
                member.ordinal(),
                member.address(),
                Json.read(role.get().settings(), MysqlOrders.class),
                report,
                report.flatMap(r -> MysqlFacts.of(r.facts())),
                member.reached(),
                member.unwanted()));
    }

    static String name(int ordinal) {
        return "mysql-" + ordinal;
    }

    String name() {
        return name(ordinal);
    }

    Duty duty() {
        return wanted.map(MysqlOrders::wanted).orElse(Duty.FRESH);
    }

    /** Has never been let in, so it has no data that counts. */
    boolean fresh() {
        return duty().equals(Duty.FRESH);
    }

    boolean markedLeaving() {
        return wanted.filter(MysqlOrders::leaving).isPresent();
    }

    boolean markedWriter() {
        return wanted.filter(MysqlOrders::writer).isPresent();
    }

    boolean answers() {
        return facts.filter(f -> f.running() == MysqlFacts.Running.YES).isPresent();
    }

    boolean primary() {
        return facts.filter(f -> f.running() == MysqlFacts.Running.YES && f.primary()).isPresent();
    }

    boolean synced() {
        return facts.filter(MysqlFacts::synced).isPresent();
    }

    boolean serving() {
        return facts.filter(MysqlFacts::serving).isPresent();
    }

    boolean failed() {
        return report.filter(r -> r.state() == RoleState.FAILED).isPresent();
    }

    /** The code of the failure; that of any failure when the agent knows none. */
    String fault() {
        return report.flatMap(RoleReport::fault).orElse("mysql-node-failed");
    }

    String detail() {
        return report.map(RoleReport::detail).orElse("no report");
    }

    /** Stopped, by its own report, under a duty that keeps it stopped. */
    boolean rests(Duty duty) {
        return facts.filter(f -> f.running() == MysqlFacts.Running.NO && f.duty().equals(Optional.of(duty))).isPresent();
    }
}
