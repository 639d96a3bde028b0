package brume.service.mysql.node;

import brume.core.agent.RoleState;
import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.UnitState;
import brume.core.role.RoleException;
import brume.core.role.RoleLook;
import brume.service.mysql.Duty;
import brume.service.mysql.LoadFact;
import brume.service.mysql.MysqlFacts;
import brume.service.mysql.MysqlFacts.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks at a MariaDB without touching it. Remembers since when it is outside a primary component, and the size, which is slow to find. */
final class MysqlLooks {
    private static final Duration SIZE_AGE_MAX = Duration.ofMinutes(1);

    // an only node outside a primary component will not find anybody
    private static final Duration ALONE_PATIENCE = Duration.ofSeconds(10);

    // a member that was cut off finds the others by itself within seconds, unless it is stuck
    private static final Duration MEMBER_PATIENCE = Duration.ofSeconds(30);

    private boolean served = true;
    private Optional<Instant> lostSince = Optional.empty();
    private Optional<Instant> sizedAt = Optional.empty();
    private long mebibytes;

    /** @param serves whether the last act did everything, or left the rest until the server is in sync */
    void brought(boolean serves) {
        served = serves;
    }

    RoleLook look(NodeSystem system) {
        try {
            Server server = new Server(system);
            UnitState unit = server.unit();
            if (unit == UnitState.ACTIVE || unit == UnitState.ACTIVATING) {
                return running(server, unit);
            }
            lostSince = Optional.empty();
            return down(server, unit);
        } catch (RoleException e) {
            return new RoleLook(RoleState.FAILED, e.text(), Map.of());
        }
    }

    private RoleLook running(Server server, UnitState unit) throws RoleException {
        NodeSystem system = server.system();
        Status status = Status.of(system);
        boolean started = unit == UnitState.ACTIVE && status.answers();
        if (!started || !status.outside()) {
            lostSince = Optional.empty();
        } else if (lostSince.isEmpty()) {
            lostSince = Optional.of(system.clock().instant());
        }
        MysqlFacts facts = new MysqlFacts(
                server.duty(),
                started ? Running.YES : Running.STARTING,
                status.primary(),
                status.state(),
                status.ready(),
                status.seeded(),
                status.uuid(),
                -1,
                false,
                !status.uuid().isEmpty(),
                started ? mebibytes(system) : 0,
                status.view(),
                lostSince);
        Map<String, String> all = new TreeMap<>(facts.toMap());
        status.load().ifPresent(load -> all.put(LoadFact.NAME, LoadFact.text(load)));
        return new RoleLook(state(facts, system.clock().instant()), text(facts), all);
    }

    /** FAILED makes the agent act again. */
    private RoleState state(MysqlFacts facts, Instant now) {
        boolean stranded = lost(facts, Duty.Kind.ALONE, ALONE_PATIENCE, now) || lost(facts, Duty.Kind.MEMBER, MEMBER_PATIENCE, now);
        if (stranded || (facts.synced() && !served)) {
            return RoleState.FAILED;
        }
        return facts.serving() ? RoleState.RUNNING : RoleState.STARTING;
    }

    private boolean lost(MysqlFacts facts, Duty.Kind duty, Duration patience, Instant now) {
        return facts.has(duty) && lostSince.filter(since -> since.plus(patience).isBefore(now)).isPresent();
    }

    private static String text(MysqlFacts facts) {
        if (facts.primary() && facts.state() == MysqlFacts.DONOR) {
            return "lends its data to a joining node";
        }
        if (facts.serving()) {
            return "in sync in a cluster of " + facts.view().size();
        }
        if (facts.running() == Running.STARTING) {
            return "starts, takes over data, or is too busy to answer";
        }
        if (!facts.primary()) {
            return facts.state() == 0 ? "outside a working cluster" : "takes over what it missed";
        }
        return facts.synced() ? "in sync; its database is being made" : "in the cluster, not in sync yet (state " + facts.state() + ")";
    }

    private static RoleLook down(Server server, UnitState unit) throws RoleException {
        Grastate saved = server.saved();
        Optional<Duty> duty = server.duty();
        MysqlFacts facts = new MysqlFacts(
                duty,
                Running.NO,
                false,
                0,
                false,
                false,
                saved.uuid(),
                saved.seqno(),
                saved.safeToBootstrap(),
                !saved.uuid().isEmpty(),
                0,
                List.of(),
                Optional.empty());
        if (duty.isEmpty()) {
            return new RoleLook(RoleState.INIT, "nothing done yet", facts.toMap());
        }
        if (duty.get().is(Duty.Kind.LEAVE)) {
            return new RoleLook(RoleState.STARTING, "has left the cluster", facts.toMap());
        }
        if (duty.get().is(Duty.Kind.HOLD)) {
            String text = saved.uuid().isEmpty() ? "waits to be let in" : "waits at position " + saved.seqno();
            return new RoleLook(RoleState.STARTING, text, facts.toMap());
        }
        return new RoleLook(RoleState.FAILED, "does not run" + (unit == UnitState.FAILED ? ": " + server.lastWords() : ""), facts.toMap());
    }

    private long mebibytes(NodeSystem system) throws RoleException {
        Instant now = system.clock().instant();
        if (sizedAt.isEmpty() || sizedAt.get().plus(SIZE_AGE_MAX).isBefore(now)) {
            sizedAt = Optional.of(now);
            Command du = Command.of(
                    Duration.ofSeconds(2), "du", "--summarize", "--block-size=M", "--exclude=galera.cache", "--exclude=ib_logfile*", "--exclude=ibtmp*", Layout.DATA.toString());
            mebibytes = rounded(system.run(du).stdout());
        }
        return mebibytes;
    }

    /** {@code 43M<tab>path} up to the next power of two, so that the fact seldom changes. */
    private static long rounded(String output) {
        String number = output.split("M", 2)[0].strip();
        long size = number.matches("[0-9]{1,12}") ? Long.parseLong(number) : 0;
        return size <= 1 ? size : Long.highestOneBit(size - 1) << 1;
    }
}
