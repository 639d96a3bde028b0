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
import java.util.stream.Stream;

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
        Optional<Reason> unusable = unusable(RoleKind.PROXY, RoleKind.WEB, "web-not-answering")
                .or(() -> unusable(RoleKind.WEB, RoleKind.BACKEND, "backend-not-answering"));
        if (unusable.isPresent()) {
            return new Progress.Stuck(unusable.get());
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

    /** Who serves by its own word, but is not used by those who ask it. Of one that is cut off, is being made anew or has said itself what it lacks, that is told. */
    private Optional<Reason> unusable(RoleKind asker, RoleKind asked, String code) {
        for (Carrier carrier : fleet.carriers(asker)) {
            for (int ordinal : placement.wanted(asked)) {
                Optional<Trouble> trouble = fleet.carrier(asked, ordinal)
                        .filter(other -> other.running() && other.reached())
                        .flatMap(_ -> fleet.address(ordinal))
                        .flatMap(carrier::trouble);
                if (trouble.isPresent()) {
                    return Optional.of(new Reason(
                            code,
                            "The " + asked.shortName() + " on node " + ordinal + " is not used by the " + asker.shortName() + " on node " + carrier.ordinal() + " since "
                                    + trouble.get().since() + ": " + trouble.get().text()));
                }
            }
        }
        return Optional.empty();
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
            return Optional.of("Waiting for node " + node.ordinal() + " to report" + doubted(node.ordinal()) + ".");
        }
        return node.roles().stream()
                .flatMap(role -> bringing(member.get(), role).stream())
                .findFirst()
                .or(() -> Optional.of("Node " + node.ordinal() + " is being brought to its configuration.")
                        .filter(text -> !member.get().reached()));
    }

    /** What others say of a node that is silent itself. */
    private String doubted(int ordinal) {
        return fleet.address(ordinal).stream()
                .flatMap(address -> Stream.of(RoleKind.PROXY, RoleKind.WEB)
                        .flatMap(asker -> fleet.carriers(asker).stream())
                        .flatMap(asker -> asker.trouble(address).stream()
                                .map(trouble -> "; the " + asker.role().shortName() + " on node " + asker.ordinal() + " says since " + trouble.since() + ": " + trouble.text())))
                .findFirst()
                .orElse("");
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
