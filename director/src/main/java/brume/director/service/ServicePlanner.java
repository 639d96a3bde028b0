package brume.director.service;

import brume.core.outcome.Reason;
import brume.core.service.NodePlan;
import brume.core.service.Progress;
import brume.core.service.ServicePlan;
import brume.director.db.Life;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns what a service wants, has and plans into changes of its nodes. Pure. */
final class ServicePlanner {
    private ServicePlanner() {}

    /** A service that is being deleted: every node goes, then the service. */
    static ServiceStep dying(Service service, List<NodeSight> nodes) {
        List<NodeAct> acts = new ArrayList<>();
        for (NodeSight node : nodes) {
            if (node.life() == Life.ALIVE) {
                acts.add(new NodeAct.Remove(node.id()));
            }
        }
        String text = nodes.isEmpty() ? "Deleted." : "Deleting: " + count(nodes.size(), "node") + " left.";
        return new ServiceStep(acts, sight(service, ServiceState.EPILOGUE, text, false), nodes.isEmpty(), Optional.empty());
    }

    /** A service that is not wanted running: its machines are stopped and kept. */
    static ServiceStep stopped(Service service, List<NodeSight> nodes) {
        List<NodeAct> acts = new ArrayList<>();
        int running = 0;
        for (NodeSight node : nodes) {
            if (node.life() != Life.ALIVE) {
                continue;
            }
            if (node.wantedOn()) {
                acts.add(new NodeAct.SetPower(node.id(), false));
            }
            if (!node.off()) {
                running++;
            }
        }
        if (running > 0) {
            return new ServiceStep(
                    acts, sight(service, ServiceState.EPILOGUE, "Stopping: " + count(running, "node") + " still running.", false), false, Optional.empty());
        }
        ServiceState state = nodes.isEmpty() ? ServiceState.INIT : ServiceState.STOPPED;
        String text = nodes.isEmpty() ? "Not started yet." : "Stopped; its data is kept.";
        return new ServiceStep(acts, sight(service, state, text, acts.isEmpty()), false, Optional.empty());
    }

    /** A running service: nodes follow the plan of its type. */
    static ServiceStep running(Service service, List<NodeSight> nodes, ServicePlan plan) {
        Map<Integer, NodeSight> living = new TreeMap<>();
        List<NodeAct> acts = new ArrayList<>();
        for (NodeSight node : nodes) {
            if (node.life() == Life.ALIVE) {
                living.put(node.ordinal(), node);
            }
        }
        for (NodePlan planned : plan.nodes()) {
            Optional<NodeSight> node = Optional.ofNullable(living.remove(planned.ordinal()));
            if (node.isEmpty()) {
                // An ordinal is free again only when its last holder is dead: the address goes with it.
                if (nodes.stream().noneMatch(n -> n.ordinal() == planned.ordinal())) {
                    acts.add(new NodeAct.Add(planned));
                }
            } else if (!node.get().wantedOn()) {
                acts.add(new NodeAct.SetPower(node.get().id(), true));
            } else if (!node.get().roles().equals(planned.roles())) {
                acts.add(new NodeAct.SetRoles(node.get().id(), planned.roles()));
            }
        }
        living.values().forEach(node -> acts.add(new NodeAct.Remove(node.id())));
        boolean leaving = nodes.stream().anyMatch(n -> n.life() != Life.ALIVE);
        return judged(service, acts, plan, leaving);
    }

    private static ServiceStep judged(Service service, List<NodeAct> acts, ServicePlan plan, boolean leaving) {
        return switch (plan.progress()) {
            case Progress.Ready ready when acts.isEmpty() && !leaving ->
                new ServiceStep(acts, sight(plan, ServiceState.RUNNING, ready.text(), service.generation()), false, Optional.empty());
            case Progress.Ready ready -> moving(service, acts, plan, leaving ? "Removing nodes that are no longer needed." : ready.text());
            case Progress.Moving moving -> moving(service, acts, plan, moving.text());
            case Progress.Stuck(Reason reason) ->
                new ServiceStep(
                        acts, sight(plan, ServiceState.ERROR, reason.text(), service.seen().generation()), false, Optional.of(reason));
        };
    }

    private static ServiceStep moving(Service service, List<NodeAct> acts, ServicePlan plan, String text) {
        ServiceState state = switch (service.seen().state()) {
            case RUNNING, ADAPTING -> ServiceState.ADAPTING;
            case INIT, PROLOGUE, EPILOGUE, STOPPED -> ServiceState.PROLOGUE;
            case ERROR -> service.seen().generation() > 0 ? ServiceState.ADAPTING : ServiceState.PROLOGUE;
        };
        return new ServiceStep(acts, sight(plan, state, text, service.seen().generation()), false, Optional.empty());
    }

    private static ServiceSight sight(ServicePlan plan, ServiceState state, String text, long generation) {
        return new ServiceSight(generation, state, text, plan.exports(), plan.url());
    }

    /** While it does not run, a service keeps its URL and exports: they name addresses that it keeps too. */
    private static ServiceSight sight(Service service, ServiceState state, String text, boolean reached) {
        ServiceSight before = service.seen();
        return new ServiceSight(reached ? service.generation() : before.generation(), state, text, before.exports(), before.url());
    }

    private static String count(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }
}
