package brume.agent.node;

import java.nio.file.Path;
import java.util.List;

/**
 * Where things are on the machine.
 *
 * @param root {@code /}, or a folder that stands for it in tests
 */
public record AgentPaths(Path root) {
    /** Folder of everything kept. */
    public Path state() {
        return root.resolve("var/lib/brume-agent");
    }

    /** Folder for logs that are files. */
    public Path logs() {
        return root.resolve("var/log/brume");
    }

    List<Path> guestSockets() {
        return List.of(root.resolve("dev/incus/sock"), root.resolve("dev/lxd/sock"));
    }

    /** The bootstrap where no host tells it: written into the image or by the driver. */
    Path bootstrapFile() {
        return root.resolve("etc/brume/bootstrap.json");
    }

    /** Journal of the machine; it is kept in memory. */
    Path journal() {
        return root.resolve("run/log/journal");
    }

    /** Of the kernel: differs after every boot; containers have one of their own. */
    Path bootId() {
        return root.resolve("proc/sys/kernel/random/boot_id");
    }
}
