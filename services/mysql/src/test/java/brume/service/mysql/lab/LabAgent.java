package brume.service.mysql.lab;

import brume.core.agent.NodeLoad;
import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.core.role.NodeSystem;
import brume.core.role.Role;
import brume.core.role.RoleException;
import brume.core.role.RoleLook;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Brings one role on one machine, as the real agent does: acts on new orders, tries again after failures, looks in between. */
final class LabAgent {
    private final Role role;
    private final NodeSystem machine;
    private final Runnable changed;
    private Optional<RoleConfig> wanted = Optional.empty();
    private long generation;
    private Optional<RoleConfig> brought = Optional.empty();
    private Optional<NodeReport> report = Optional.empty();
    private Optional<Thread> acting = Optional.empty();
    private boolean alive = true;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;

    LabAgent(String name, Role role, NodeSystem machine, Runnable changed) {
        this.role = role;
        this.machine = machine;
        this.changed = changed;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    synchronized void want(RoleConfig config, long newGeneration) {
        generation = newGeneration;
        if (!wanted.equals(Optional.of(config))) {
            wanted = Optional.of(config);
            acting.ifPresent(Thread::interrupt);
            wake.release();
        }
    }

    synchronized Optional<NodeReport> report() {
        return report;
    }

    synchronized void kill() {
        alive = false;
        report = Optional.empty();
        thread.interrupt();
    }

    private void run() {
        long backoff = 500;
        while (true) {
            Optional<RoleConfig> next;
            synchronized (this) {
                if (!alive) {
                    return;
                }
                next = wanted.filter(w -> !brought.equals(Optional.of(w)));
                acting = Optional.of(Thread.currentThread());
            }
            Optional<String> failure = Optional.empty();
            if (next.isPresent()) {
                try {
                    role.bring(next.get(), machine);
                    brought = next;
                } catch (RoleException e) {
                    failure = Optional.of(e.text());
                }
            }
            synchronized (this) {
                acting = Optional.empty();
            }
            boolean interrupted = Thread.interrupted();
            RoleLook look = interrupted ? new RoleLook(RoleState.STARTING, "interrupted", Map.of()) : role.look(machine);
            boolean fell = failure.isEmpty() && brought.isPresent() && look.state() != RoleState.RUNNING && look.state() != RoleState.STARTING;
            if (fell) {
                brought = Optional.empty();
            }
            if (!interrupted) {
                publish(look, failure.or(() -> fell ? Optional.of(look.detail()) : Optional.empty()));
            }
            boolean bad = failure.isPresent() || fell;
            backoff = bad ? Math.min(backoff * 2, 30_000) : 500;
            rest(interrupted ? 0 : bad ? backoff : 700);
        }
    }

    private void publish(RoleLook look, Optional<String> failure) {
        boolean differs;
        synchronized (this) {
            RoleState state = failure.isPresent() ? RoleState.FAILED : look.state();
            boolean at = wanted.equals(brought) && state == RoleState.RUNNING;
            RoleReport now = new RoleReport(role.name(), state, at ? generation : 0, failure.orElse(look.detail()), look.facts());
            Optional<NodeReport> before = report;
            report = alive ? Optional.of(new NodeReport(at ? generation : 0, 1, "lab", "boot", List.of(now), NodeLoad.UNKNOWN)) : Optional.empty();
            differs = !before.equals(report);
        }
        if (differs) {
            changed.run();
        }
    }

    private void rest(long millis) {
        try {
            boolean _ = wake.tryAcquire(millis, TimeUnit.MILLISECONDS);
            wake.drainPermits();
        } catch (InterruptedException e) {
            // the end
        }
    }
}
