package brume.agent.node;

import brume.agent.base.WholeFile;
import brume.core.agent.NodeConfig;
import brume.core.agent.RoleConfig;
import brume.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The config to obey, and the lowest fence that may be obeyed, on disk before anybody acts by them. An unwritable disk ends the agent: without a kept fence it must not go
 * on. Thread-safe; writes under its lock, so that the disk and the memory never differ in order.
 */
final class Orders {
    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private Page page;

    /**
     * The file's content.
     *
     * @param fenceMin lowest fence to obey; at least 1
     * @param config null when inert
     * @param present roles that may be on this machine, whether wanted or not
     */
    private record Page(long fenceMin, @Nullable NodeConfig config, List<String> present) {
        Optional<NodeConfig> orders() {
            return Optional.ofNullable(config);
        }
    }

    /** What became of an offer. */
    enum Answer {
        TAKEN,
        /** The very config that is obeyed already, or an older one of the same fence. */
        NOT_NEWER,
        /** Its fence is lower than one seen, or none was granted yet. */
        NOT_GRANTED
    }

    Orders(Path folder) throws IOException {
        this.file = folder.resolve("orders.json");
        Optional<String> text = WholeFile.read(file);
        this.page = text.isPresent() ? Json.read(text.get(), Page.class) : new Page(1, null, List.of());
    }

    Optional<NodeConfig> current() {
        lock.lock();
        try {
            return page.orders();
        } finally {
            lock.unlock();
        }
    }

    /** Roles that may be on this machine. */
    List<String> present() {
        lock.lock();
        try {
            return page.present();
        } finally {
            lock.unlock();
        }
    }

    Answer offer(NodeConfig config) {
        lock.lock();
        try {
            if (config.fence() < page.fenceMin()) {
                return Answer.NOT_GRANTED;
            }
            Optional<NodeConfig> before = page.orders();
            if (before.isPresent() && before.get().fence() == config.fence() && before.get().generation() >= config.generation()) {
                return Answer.NOT_NEWER;
            }
            Set<String> present = new LinkedHashSet<>(page.present());
            config.roles().stream().map(RoleConfig::role).forEach(present::add);
            keep(new Page(config.fence(), config, List.copyOf(present)));
            return Answer.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /** Another machine holds the identity, or nobody: no config of this fence or a lower one is obeyed ever again. True when one was. */
    boolean revoke(long fence) {
        lock.lock();
        try {
            boolean was = page.orders().filter(config -> config.fence() <= fence).isPresent();
            if (fence >= page.fenceMin() || was) {
                keep(new Page(Math.max(page.fenceMin(), fence + 1), was ? null : page.config(), page.present()));
            }
            return was;
        } finally {
            lock.unlock();
        }
    }

    /** The role is not on this machine any more; no effect when the config names it again. */
    void ended(String role) {
        lock.lock();
        try {
            boolean wanted = page.orders().stream().flatMap(config -> config.roles().stream()).anyMatch(r -> r.role().equals(role));
            if (!wanted && page.present().contains(role)) {
                keep(new Page(page.fenceMin(), page.config(), page.present().stream().filter(r -> !r.equals(role)).toList()));
            }
        } finally {
            lock.unlock();
        }
    }

    private void keep(Page next) {
        try {
            WholeFile.write(file, Json.write(next));
        } catch (IOException e) {
            throw new UncheckedIOException("the orders cannot be kept", e);
        }
        page = next;
    }
}
