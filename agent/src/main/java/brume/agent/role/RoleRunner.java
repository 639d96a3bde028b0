package brume.agent.role;

import brume.agent.base.AgentThreads;
import brume.agent.base.Log;
import brume.agent.base.Signal;
import brume.core.agent.NodeConfig;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.core.role.NodeSystem;
import brume.core.role.Role;
import brume.core.role.RoleException;
import brume.core.role.RoleLook;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Runs the steps that {@link RolePlanner} says and keeps what came of them. Thread-safe. */
public final class RoleRunner {
    /** Nothing due: plan again all the same, now and then. */
    private static final Duration REST = Duration.ofMinutes(1);

    private final Map<String, Role> roles = new HashMap<>();
    private final NodeSystem system;
    private final InstantSource steady;
    private final Runnable changed;
    private final Consumer<String> ended;
    private final Signal wake = new Signal();

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, RoleStatus> statuses = new LinkedHashMap<>();
    private final Map<String, Thread> threads = new HashMap<>();
    private final Set<String> abandoned = new HashSet<>();
    private Optional<NodeConfig> config = Optional.empty();
    private long reached;

    /** What all roles have come to. {@code generation} as in {@link brume.core.agent.NodeReport}. */
    public record Progress(long generation, List<RoleReport> roles) {}

    /**
     * @param left roles that a predecessor of this process may have left on the machine
     * @param changed called after every change of {@link #progress()}; returns soon
     * @param ended called with each role that was stopped; returns soon
     */
    public RoleRunner(Collection<Role> roles, NodeSystem system, InstantSource steady, Collection<String> left, Runnable changed, Consumer<String> ended) {
        this.system = system;
        this.steady = steady;
        this.changed = changed;
        this.ended = ended;
        roles.forEach(role -> this.roles.put(role.name(), role));
        left.forEach(role -> statuses.put(role, RoleStatus.unknown(role, steady.instant())));
    }

    /** Starts to act. */
    public void start() {
        AgentThreads.start("roles", this::loop);
    }

    /** From now on this is wanted; empty: nothing, every role is to end. The latest call wins. */
    public void apply(Optional<NodeConfig> latest) {
        lock.lock();
        try {
            config = latest;
            reached = latest.isPresent() ? reached : 0;
            latest.ifPresent(c -> c.roles().forEach(role -> statuses.computeIfAbsent(role.role(), name -> RoleStatus.unknown(name, steady.instant()))));
            advance();
        } finally {
            lock.unlock();
        }
        wake.raise();
        changed.run();
    }

    public Progress progress() {
        lock.lock();
        try {
            return new Progress(reached, statuses.values().stream().filter(this::mentioned).map(RoleStatus::report).toList());
        } finally {
            lock.unlock();
        }
    }

    private boolean mentioned(RoleStatus status) {
        return status.state() != RoleState.STOPPED || wanted(status.role()).isPresent();
    }

    private Optional<RoleConfig> wanted(String role) {
        return config.flatMap(c -> c.roles().stream().filter(r -> r.role().equals(role)).findFirst());
    }

    private void loop() {
        try {
            while (true) {
                wake.await(beginDue());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Begins what is due and says how long nothing will be. */
    private Duration beginDue() {
        lock.lock();
        try {
            Instant now = steady.instant();
            RolePlan plan = RolePlanner.plan(config, statuses, now);
            for (String role : plan.interrupt()) {
                if (abandoned.add(role)) {
                    Optional.ofNullable(threads.get(role)).ifPresent(Thread::interrupt);
                }
            }
            plan.begin().forEach(this::begin);
            Duration rest = plan.again().map(at -> Duration.between(now, at)).orElse(REST);
            return rest.compareTo(REST) < 0 ? rest : REST;
        } finally {
            lock.unlock();
        }
    }

    /** Holds the lock; the new thread takes it when the step is done. */
    private void begin(RoleStep step) {
        statuses.computeIfPresent(step.role(), (name, status) -> status.begin(step));
        threads.put(step.role(), AgentThreads.start(step.role(), () -> run(step)));
        if (!(step instanceof RoleStep.Look)) {
            changed.run();
        }
    }

    /** What a step came to: empty failure when it worked; no look when none could be had. */
    private record Came(Optional<RoleStatus.Fault> failure, Optional<RoleLook> look) {}

    private void run(RoleStep step) {
        Instant from = steady.instant();
        Came came = came(step);
        Instant now = steady.instant();
        boolean differs;
        lock.lock();
        try {
            threads.remove(step.role());
            boolean wasAbandoned = abandoned.remove(step.role());
            RoleStatus before = statusOf(step.role());
            long reachedBefore = reached;
            statuses.put(step.role(), after(before, step, came, wasAbandoned, now));
            advance();
            differs = reached != reachedBefore || !before.report().equals(statusOf(step.role()).report());
        } finally {
            lock.unlock();
        }
        tell(step, came, Duration.between(from, now));
        if (step instanceof RoleStep.Stop && came.failure().isEmpty()) {
            ended.accept(step.role());
        }
        wake.raise();
        if (differs) {
            changed.run();
        }
    }

    /** The acting itself, without the lock. The agent's one place that catches what a role should not throw. */
    private Came came(RoleStep step) {
        Optional<Role> role = Optional.ofNullable(roles.get(step.role()));
        if (role.isEmpty()) {
            return new Came(step instanceof RoleStep.Bring ? Optional.of(new RoleStatus.Fault("unknown-role", "this agent knows no role " + step.role())) : Optional.empty(), Optional.empty());
        }
        Optional<RoleStatus.Fault> failure = Optional.empty();
        try {
            act(role.get(), step);
        } catch (RoleException e) {
            failure = Optional.of(new RoleStatus.Fault(e.code(), e.text()));
        } catch (RuntimeException e) {
            Log.error("a bug in role " + step.role(), e);
            failure = Optional.of(new RoleStatus.Fault("internal-error", "a bug in the role: " + e));
        }
        boolean looks = !(step instanceof RoleStep.Stop) && !Thread.currentThread().isInterrupted();
        return new Came(failure, looks ? look(role.get()) : Optional.empty());
    }

    private void act(Role role, RoleStep step) throws RoleException {
        switch (step) {
            case RoleStep.Bring bring -> role.bring(bring.config(), system);
            case RoleStep.Stop _ -> role.stop(system);
            case RoleStep.Look _ -> {} // looked at after every step
        }
    }

    private Optional<RoleLook> look(Role role) {
        try {
            return Optional.of(role.look(system));
        } catch (RuntimeException e) {
            Log.error("a bug in the look of role " + role.name(), e);
            return Optional.empty();
        }
    }

    private static RoleStatus after(RoleStatus status, RoleStep step, Came came, boolean wasAbandoned, Instant now) {
        RoleStatus acted = switch (step) {
            case RoleStep.Bring bring when came.failure().isEmpty() -> status.broughtTo(bring.config(), now);
            case RoleStep.Bring _ when wasAbandoned -> status.abandoned();
            case RoleStep.Bring bring -> status.failed(Optional.of(bring.config()), came.failure().get(), now);
            case RoleStep.Stop _ when came.failure().isEmpty() -> status.stopped(now);
            case RoleStep.Stop _ -> status.failed(Optional.empty(), came.failure().get(), now);
            case RoleStep.Look _ -> status;
        };
        return came.look().isPresent() ? acted.seen(came.look().get(), now) : acted.rested(now);
    }

    /** Generations that need no act: the config is newer, but this role's part is the same. Holds the lock. */
    private void advance() {
        if (config.isEmpty()) {
            return;
        }
        NodeConfig now = config.get();
        boolean all = true;
        for (RoleConfig role : now.roles()) {
            RoleStatus status = statusOf(role.role());
            if (status.isAt(role)) {
                statuses.put(role.role(), status.reached(now.generation()));
            }
            all &= status.isAt(role) && status.state() == RoleState.RUNNING;
        }
        boolean othersEnded = statuses.values().stream().allMatch(s -> s.state() == RoleState.STOPPED || wanted(s.role()).isPresent());
        if (all && othersEnded) {
            reached = now.generation();
        }
    }

    private RoleStatus statusOf(String role) {
        RoleStatus status = statuses.get(role);
        if (status == null) {
            throw new IllegalStateException("a role without a status: " + role);
        }
        return status;
    }

    private static void tell(RoleStep step, Came came, Duration took) {
        String what = switch (step) {
            case RoleStep.Bring _ -> "brought";
            case RoleStep.Stop _ -> "stopped";
            case RoleStep.Look _ -> "";
        };
        if (came.failure().isPresent()) {
            Log.warning("role " + step.role() + " not " + what + " after " + took.toMillis() + " ms: " + came.failure().get().text());
        } else if (!what.isEmpty()) {
            Log.info("role " + step.role() + " " + what + " in " + took.toMillis() + " ms");
        }
    }
}
