package brume.service.web;

import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.core.outcome.Reason;
import brume.core.service.Member;
import brume.core.service.NodePlan;
import brume.core.service.Progress;
import brume.core.service.ServiceView;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Says how far a web service is: the first thing that is not yet as wanted, or that all is.
 *
 * @param stages who should carry which role now, those on their way out included
 */
record WebProgress(Weights weights, ServiceView view, Fleet fleet, Placement placement, Map<RoleKind, NavigableMap<Integer, Leave>> stages) {

    Progress of(List<NodePlan> nodes) {
        Optional<Reason> failed = nodes.stream().flatMap(node -> failed(node).stream()).findFirst();
        if (failed.isPresent()) {
            return new Progress.Stuck(failed.get());
        }
        Optional<String> waitsFor = nodes.stream()
                .flatMap(node -> bringing(node).stream())
                .findFirst()
                .or(this::activating)
                .or(() -> naming(RoleKind.WEB, RoleKind.BACKEND, Facts.BACKENDS))
                .or(() -> naming(RoleKind.PROXY, RoleKind.WEB, Facts.WEBS))
                .or(this::leaving);
        return waitsFor.<Progress>map(Progress.Moving::new).orElseGet(() -> new Progress.Ready(summary()));
    }

    private Optional<Reason> failed(NodePlan node) {
        return fleet.member(node.ordinal()).stream()
                .flatMap(member -> node.roles().stream().flatMap(role -> report(member, role).stream()))
                .filter(report -> report.state() == RoleState.FAILED)
                .findFirst()
                .map(report -> new Reason(
                        report.fault().orElse("role-failed"), report.role() + " on node " + node.ordinal() + " failed and is tried again: " + report.detail()));
    }

    private Optional<String> bringing(NodePlan node) {
        Optional<Member> member = fleet.member(node.ordinal());
        if (member.isEmpty()) {
            return Optional.of("Node " + node.ordinal() + " is being made.");
        }
        if (!member.get().wanted().equals(node.roles())) {
            return Optional.of("Node " + node.ordinal() + " gets a new configuration.");
        }
        if (member.get().report().isEmpty()) {
            return Optional.of("Waiting for node " + node.ordinal() + " to report.");
        }
        return node.roles().stream()
                .flatMap(role -> bringing(member.get(), role).stream())
                .findFirst()
                .or(() -> Optional.of("Node " + node.ordinal() + " is being brought to its configuration.")
                        .filter(text -> !member.get().reached()));
    }

    private static Optional<String> bringing(Member member, RoleConfig role) {
        String text = "Node " + member.ordinal() + " is bringing " + role.role();
        Optional<RoleReport> report = report(member, role);
        if (report.isEmpty()) {
            return Optional.of(text + ".");
        }
        boolean done = report.get().state() == RoleState.RUNNING && report.get().generation() >= member.wantedGeneration();
        return done ? Optional.empty() : Optional.of(text + ": " + report.get().detail());
    }

    private Optional<String> activating() {
        String wanted = view.active().map(version -> version.id().toString()).orElse(Facts.WELCOME);
        return fleet.carriers(RoleKind.WEB).stream()
                .filter(web -> !web.fact(Facts.VERSION).equals(wanted))
                .findFirst()
                .map(web -> "The web on node " + web.ordinal() + " changes to code version " + wanted + ".");
    }

    private Optional<String> naming(RoleKind asker, RoleKind asked, String fact) {
        for (Carrier carrier : fleet.carriers(asker)) {
            Set<Integer> lacks = new TreeSet<>(placement.wanted(asked));
            lacks.removeAll(fleet.resolve(carrier.facts(fact), carrier.ordinal()));
            if (placement.wants(asker, carrier.ordinal()) && !lacks.isEmpty()) {
                return Optional.of("The " + asker.shortName() + " on node " + carrier.ordinal() + " does not use the " + asked.shortName()
                        + " on node " + lacks.iterator().next() + " yet.");
            }
        }
        return Optional.empty();
    }

    private Optional<String> leaving() {
        for (RoleKind role : RoleKind.values()) {
            for (Carrier carrier : fleet.carriers(role)) {
                if (!placement.wants(role, carrier.ordinal())) {
                    return Optional.of(leaving(carrier));
                }
            }
        }
        return Optional.empty();
    }

    private String leaving(Carrier carrier) {
        String who = "The " + carrier.role().shortName() + " on node " + carrier.ordinal();
        boolean gone = Optional.ofNullable(stages.get(carrier.role()))
                .filter(stage -> stage.containsKey(carrier.ordinal()))
                .isEmpty();
        if (gone) {
            return who + " is being removed.";
        }
        String open = carrier.fact(Facts.ACTIVE);
        return who + " finishes its requests" + (open.isEmpty() || open.equals("0") ? "." : ": " + open + " open.");
    }

    private String summary() {
        String what = view.active()
                .map(version -> "Serves code version " + version.id())
                .orElse("Serves the welcome page, because no code version is active");
        return what + " (" + placement.wanted(RoleKind.PROXY).size() + " proxy, " + placement.wanted(RoleKind.WEB).size() + " web, "
                + placement.wanted(RoleKind.BACKEND).size() + " backend" + weighted() + ").";
    }

    /** Only of nodes that are there: a weight may wait for its node. */
    private String weighted() {
        String set = weights.byNode().entrySet().stream()
                .filter(each -> fleet.member(each.getKey()).isPresent())
                .map(each -> " node " + each.getKey() + " has " + each.getValue())
                .collect(Collectors.joining(","));
        return set.isEmpty() ? "" : "; weights of requests:" + set + ", the others " + Weights.INITIAL;
    }

    private static Optional<RoleReport> report(Member member, RoleConfig role) {
        return member.report().flatMap(report -> report.role(role.role()));
    }
}
