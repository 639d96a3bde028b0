package brume.testkit.sim;

import brume.core.agent.Bootstrap;
import brume.core.agent.EnrolRequest;
import brume.core.agent.NodeConfig;
import brume.core.agent.NodeLoad;
import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.testkit.fake.FakeGuest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The agent of one machine, moved by calls. Inert until it is enrolled and granted a fence; obeys no config whose fence is lower than one that it has seen; goes inert when the
 * director says that its fence is stale; keeps its last orders while nobody answers. Its certificate, config and fence are on disk: they survive a boot, and end with the machine.
 * For one thread.
 */
public final class FakeAgent {
    /** Heartbeat. */
    static final Duration REPORT_EVERY = Duration.ofSeconds(10);

    /** How long a long poll lasts that is not answered. */
    static final Duration POLL_WAIT = Duration.ofSeconds(30);

    /** Pause after a refusal or no answer. */
    static final Duration RETRY = Duration.ofSeconds(5);

    private final Bootstrap bootstrap;
    private final AgentPort port;
    private final RoleBehaviour behaviour;
    private final Map<String, RoleReport> roles = new LinkedHashMap<>();
    private FakeGuest guest;
    private Optional<String> certificate = Optional.empty();
    private Optional<NodeConfig> config = Optional.empty();
    private long fenceSeen;
    private boolean inert = true;
    private boolean working;
    private Instant nextCall = Instant.MIN;
    private Instant nextPoll = Instant.MIN;
    private Instant nextReport = Instant.MIN;

    FakeAgent(FakeGuest guest, Bootstrap bootstrap, AgentPort port, RoleBehaviour behaviour) {
        this.guest = Objects.requireNonNull(guest);
        this.bootstrap = Objects.requireNonNull(bootstrap);
        this.port = Objects.requireNonNull(port);
        this.behaviour = Objects.requireNonNull(behaviour);
    }

    public Bootstrap bootstrap() {
        return bootstrap;
    }

    public FakeGuest guest() {
        return guest;
    }

    /** Whether it acts for the node: some role runs or is on the way. Two of these under one fence are two masters. */
    public boolean copyRuns() {
        return !inert && roles.values().stream().anyMatch(r -> r.state() == RoleState.RUNNING || r.state() == RoleState.STARTING);
    }

    /** The fence that it obeys; 0 before it was granted one. */
    public long fence() {
        return inert ? 0 : fenceSeen;
    }

    public boolean enrolled() {
        return certificate.isPresent();
    }

    /** Generation that all roles have reached; 0 when none. */
    public long generation() {
        long wanted = config.map(NodeConfig::generation).orElse(0L);
        boolean reached = !inert && !working && roles.values().stream().allMatch(r -> r.state() == RoleState.RUNNING);
        return reached ? wanted : 0;
    }

    /** The machine came up again: the disk is as it was, nothing runs yet. */
    void booted(FakeGuest again) {
        guest = again;
        roles.clear();
        nextCall = Instant.MIN;
        nextPoll = Instant.MIN;
        nextReport = Instant.MIN;
        if (!inert) {
            config.ifPresent(this::obey);
        }
    }

    /** What it would do now, in this order of urgency; empty when it only waits. */
    Optional<Move> next(Instant now) {
        if (now.isBefore(nextCall)) {
            return Optional.empty();
        }
        if (certificate.isEmpty()) {
            return Optional.of(move("enrols", () -> enrol(now)));
        }
        if (working) {
            return Optional.of(move("works", this::work));
        }
        if (!now.isBefore(nextReport) && config.isPresent()) {
            return Optional.of(move("reports", () -> report(now)));
        }
        if (!now.isBefore(nextPoll) || port.waiting(certificate.get(), after())) {
            return Optional.of(move("polls", () -> poll(now)));
        }
        return Optional.empty();
    }

    /** When {@link #next} has something that it has not now, unless the director has news earlier. */
    Instant nextDue() {
        Instant due = nextPoll;
        if (config.isPresent() && nextReport.isBefore(due)) {
            due = nextReport;
        }
        return due.isAfter(nextCall) ? due : nextCall;
    }

    private Move move(String verb, Runnable act) {
        return Move.of("agent " + bootstrap.instance() + "." + bootstrap.generation() + " on machine " + guest.machine() + " " + verb, act);
    }

    private long after() {
        return config.map(NodeConfig::generation).orElse(0L);
    }

    /** One call of {@link AgentPort#enrol}. */
    public void enrol(Instant now) {
        nextCall = now.plus(RETRY); // holds as well when the director dies in the middle
        EnrolRequest request = new EnrolRequest(
                bootstrap.instance(), bootstrap.generation(), bootstrap.token(), "csr of machine " + guest.machine(), List.of(guest.address()));
        switch (port.enrol(request)) {
            case AgentPort.Enrolled enrolled -> {
                certificate = Optional.of(enrolled.certificate());
                nextCall = now;
            }
            case AgentPort.Refused _, AgentPort.NoAnswer _ -> {}
        }
    }

    /** One call of {@link AgentPort#config}; needs to be enrolled. */
    public void poll(Instant now) {
        nextPoll = now.plus(POLL_WAIT);
        nextCall = now.plus(RETRY);
        switch (port.config(certificate.orElseThrow(), after())) {
            case AgentPort.Config answer -> {
                if (taken(answer.config(), now)) {
                    nextCall = now;
                }
            }
            case AgentPort.Unchanged _ -> nextCall = now;
            case AgentPort.StaleFence _ -> goInert();
            case AgentPort.Refused _, AgentPort.NoAnswer _ -> {}
        }
    }

    private boolean taken(NodeConfig wanted, Instant now) {
        boolean granted = wanted.fence() > 0 && wanted.fence() >= fenceSeen;
        boolean back = inert && wanted.fence() == fenceSeen && config.isPresent();
        if (!granted || back) {
            return false; // a lower fence is somebody's past; the same one again does not wake an agent that was told it is stale
        }
        fenceSeen = wanted.fence();
        inert = false;
        config = Optional.of(wanted);
        nextReport = now;
        obey(wanted);
        return true;
    }

    private void obey(NodeConfig wanted) {
        List<String> named = wanted.roles().stream().map(RoleConfig::role).toList();
        List.copyOf(roles.keySet()).stream().filter(role -> !named.contains(role)).forEach(this::end);
        for (RoleConfig role : wanted.roles()) {
            roles.put(role.role(), new RoleReport(role.role(), RoleState.STARTING, 0, "", Map.of()));
        }
        working = true;
    }

    /** Brings every role to the config. */
    public void work() {
        working = false;
        look(config.orElseThrow());
        nextReport = Instant.MIN;
    }

    /** What every role is by now: roles change by themselves too. */
    private void look(NodeConfig wanted) {
        for (RoleConfig role : wanted.roles()) {
            RoleBehaviour.Result result = behaviour.bring(role, this);
            long reached = result.state() == RoleState.RUNNING ? wanted.generation() : 0;
            roles.put(role.role(), new RoleReport(role.role(), result.state(), reached, "", result.facts()));
        }
    }

    private void end(String role) {
        roles.remove(role);
        behaviour.end(role, this);
    }

    private void goInert() {
        inert = true;
        working = false;
        List.copyOf(roles.keySet()).forEach(this::end);
    }

    /** One call of {@link AgentPort#report}; needs to be enrolled. */
    public void report(Instant now) {
        nextReport = now.plus(REPORT_EVERY);
        nextCall = now.plus(RETRY);
        if (!inert && !working) {
            config.ifPresent(this::look);
        }
        NodeReport report =
                new NodeReport(generation(), fence(), "simulated", guest.bootId(), List.copyOf(roles.values()), NodeLoad.UNKNOWN);
        switch (port.report(certificate.orElseThrow(), report)) {
            case AgentPort.Accepted _ -> nextCall = now;
            case AgentPort.StaleFence _ -> {
                nextCall = now;
                goInert();
            }
            case AgentPort.Refused _, AgentPort.NoAnswer _ -> {}
        }
    }
}
