package brume.service.web;

import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.core.service.Member;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A member that the last plan gave a role.
 *
 * @param told what the last plan wants of the role
 * @param report what the role reported, while the agent is connected
 */
record Carrier(Member member, RoleKind role, Told told, Optional<RoleReport> report) {

    static Optional<Carrier> of(String type, Member member, RoleKind role) {
        return member.wanted().stream()
                .filter(config -> config.role().equals(role.fullName(type)))
                .findFirst()
                .map(config -> new Carrier(
                        member, role, Told.read(config.settings()), member.report().flatMap(report -> report.role(role.fullName(type)))));
    }

    int ordinal() {
        return member.ordinal();
    }

    /** Whether the agent is cut off, so that the role may be dead, or serve on by its last orders. */
    boolean cut() {
        return member.report().isEmpty();
    }

    /** Whether the program runs, be it by an older config. */
    boolean live() {
        return fact(Facts.LIVE).equals(Facts.YES);
    }

    boolean running() {
        return report.filter(r -> r.state() == RoleState.RUNNING).isPresent();
    }

    boolean failed() {
        return report.filter(r -> r.state() == RoleState.FAILED).isPresent();
    }

    Set<String> facts(String name) {
        return report.map(r -> Facts.set(r, name)).orElse(Set.of());
    }

    String fact(String name) {
        return report.map(r -> r.facts().getOrDefault(name, "")).orElse("");
    }

    /** Why it cannot use the one at the address, if so. */
    Optional<Trouble> trouble(String address) {
        return Trouble.parse(fact(Facts.TROUBLE + address));
    }

    boolean has(String version) {
        return version.isEmpty() || facts(Facts.VERSIONS).contains(version);
    }

    /** Whether the role has done all that the last plan wants of it and said so afterwards. */
    boolean reached() {
        return report.filter(r -> r.generation() >= member.wantedGeneration()).isPresent();
    }

    Leave leave() {
        return told.leave();
    }

    /** Whom the last plan told the role to ask, as addresses. */
    List<String> asked() {
        return told.asked();
    }

    /** The version that the last plan told a web to serve; empty for the welcome page and for other roles. */
    String version() {
        return told.version();
    }
}
