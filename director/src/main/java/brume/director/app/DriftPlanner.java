package brume.director.app;

import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.core.driver.PowerState;
import brume.director.db.Life;
import brume.director.instance.Instance;
import brume.director.node.AgentState;
import brume.director.node.Node;
import brume.director.service.Code;
import brume.director.service.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Says what is otherwise than it is wanted, from what nodes, agents and sites showed last. Nothing when all has settled. Pure. */
final class DriftPlanner {
    private final Service service;
    private final List<DriftView> found = new ArrayList<>();

    private DriftPlanner(Service service) {
        this.service = service;
    }

    /** A node with its machine; {@code connected} whether its agent speaks. */
    record Seat(Node node, Optional<Instance> machine, boolean connected) {
        Seat {
            Objects.requireNonNull(node);
            Objects.requireNonNull(machine);
        }

        boolean leaves() {
            return node.life() != Life.ALIVE || node.unwanted();
        }

        Optional<PowerState> power() {
            return machine.flatMap(Instance::seen).map(Instance.Seen::power);
        }
    }

    /** @param active the code version that is wanted served */
    static List<DriftView> of(Service service, List<Seat> seats, Optional<Code> active) {
        DriftPlanner drift = new DriftPlanner(service);
        if (service.life() != Life.ALIVE) {
            drift.add("service", "gone", seats.size() + " nodes left");
        } else if (service.wantRun()) {
            drift.running(seats, active);
        } else {
            seats.forEach(seat -> drift.power(seat, PowerState.STOPPED));
        }
        if (drift.found.isEmpty() && service.seen().generation() < service.generation()) {
            drift.add("state", "settled", service.seen().text().isEmpty() ? "not looked at yet" : service.seen().text());
        }
        return List.copyOf(drift.found);
    }

    private void running(List<Seat> seats, Optional<Code> active) {
        new TreeMap<>(service.counts()).forEach((role, wanted) -> role(role, wanted, seats));
        for (Seat seat : seats) {
            if (seat.leaves()) {
                add(seat, "node", "gone", seat.power().map(DriftPlanner::word).orElse("no machine"));
            } else {
                power(seat, PowerState.RUNNING);
                node(seat);
            }
        }
        active.ifPresent(code -> code(code, seats));
    }

    private void role(String role, int wanted, List<Seat> seats) {
        String name = service.type() + "." + role;
        long serving = seats.stream()
                .filter(seat -> !seat.leaves())
                .filter(seat -> seat.node().report().flatMap(r -> r.role(name)).filter(r -> r.state() == RoleState.RUNNING).isPresent())
                .count();
        if (serving != wanted) {
            add("role " + role, Integer.toString(wanted), Long.toString(serving));
        }
    }

    private void node(Seat seat) {
        Node node = seat.node();
        if (!seat.connected()) {
            add(node, "agent", word(AgentState.CONNECTED), node.agent() == AgentState.CONNECTED ? "silent" : word(node.agent()));
        }
        long reached = node.report().map(NodeReport::generation).orElse(0L);
        if (reached < node.configGeneration()) {
            add(node, "configuration", Long.toString(node.configGeneration()), Long.toString(reached));
        }
        for (RoleConfig role : node.roles()) {
            Optional<RoleReport> report = node.report().flatMap(r -> r.role(role.role()));
            if (report.filter(r -> r.state() != RoleState.RUNNING).isPresent()) {
                String detail = report.map(RoleReport::detail).filter(d -> !d.isEmpty()).map(d -> ": " + d).orElse("");
                add(node, role.role(), word(RoleState.RUNNING), report.map(r -> word(r.state())).orElse("") + detail);
            }
        }
    }

    /** Some node was told to have it; whether it does, its configuration shows. */
    private void code(Code code, List<Seat> seats) {
        boolean told = seats.stream()
                .flatMap(seat -> seat.node().roles().stream())
                .flatMap(role -> role.content().stream())
                .anyMatch(content -> content.digest().equals(code.content().digest()));
        if (!told) {
            add("code", code.filename(), "on no node yet");
        }
    }

    private void power(Seat seat, PowerState wanted) {
        if (seat.power().filter(wanted::equals).isEmpty()) {
            add(seat, "power", word(wanted), seat.power().map(DriftPlanner::word).orElse("no machine"));
        }
    }

    private void add(String what, String wanted, String seen) {
        found.add(new DriftView(service.name(), Optional.empty(), what, wanted, seen));
    }

    private void add(Seat seat, String what, String wanted, String seen) {
        add(seat.node(), what, wanted, seen);
    }

    private void add(Node node, String what, String wanted, String seen) {
        found.add(new DriftView(service.name(), Optional.of(node.ordinal()), what, wanted, seen));
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
