package brume.service.java.node;

import brume.core.role.NodeSystem.Access;
import brume.service.web.node.CodeStore;
import java.nio.file.Path;

/** Where the Tomcats of a node are, by slot. */
final class Layout {
    /** Tomcats side by side: two versions during an activation, one more when settings change meanwhile, and one that is slow to end. */
    static final int SLOTS = 4;

    static final Path HOME = Path.of("/usr/share/tomcat10");
    static final Path STATE = JavaSite.PATHS.run().resolve("tomcats.json");
    static final Path NOBODY_FILE = JavaSite.PATHS.config().resolve("nobody.http");
    static final Path DRAIN = JavaSite.PATHS.config().resolve("drain.sh");
    static final String TEMPLATE = JavaSite.PATHS.unit("tomcat@.service");
    /** Readable for the application too, but for nobody else. */
    static final Access OURS = new Access("root:" + CodeStore.USER, "rw-r-----");

    private Layout() {}

    static String unit(int slot) {
        return JavaSite.PATHS.unit("tomcat@" + slot + ".service");
    }

    /** CATALINA_BASE. */
    static Path base(int slot) {
        return Path.of("/var/lib/brume-java/tomcat-" + slot);
    }

    static Path environment(int slot) {
        return JavaSite.PATHS.config().resolve("tomcat-" + slot + ".env");
    }

    /** Of the loopback. */
    static int port(int slot) {
        return 9100 + slot;
    }

    /** Where the other Tomcats of the cluster send sessions. */
    static int clusterPort(int slot) {
        return 4100 + slot;
    }
}
