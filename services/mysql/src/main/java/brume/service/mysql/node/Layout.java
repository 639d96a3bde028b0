package brume.service.mysql.node;

import java.nio.file.Path;

/** Where things are on a MariaDB node. The scripts know the same places. */
final class Layout {
    static final Path VOLUME = Path.of("/var/lib/mysql");
    static final Path DATA = VOLUME.resolve("data");
    static final Path NEW_DATA = VOLUME.resolve("data.new");
    static final Path DUTY = VOLUME.resolve("brume/duty");
    static final Path POSITION = VOLUME.resolve("brume/position");
    static final Path GRASTATE = DATA.resolve("grastate.dat");

    static final Path ETC = Path.of("/etc/brume/mysql");
    static final Path SERVER_CONFIG = ETC.resolve("my.cnf");
    static final Path ROOT_CONFIG = ETC.resolve("root.cnf");
    static final Path MONITOR_CONFIG = ETC.resolve("monitor.cnf");
    static final Path PEERS = ETC.resolve("peers");
    static final Path START = ETC.resolve("start");
    static final Path FIND_POSITION = ETC.resolve("position");
    static final Path POUR = ETC.resolve("pour");
    static final Path HEALTH = ETC.resolve("health");

    static final Path UNITS = Path.of("/etc/systemd/system");
    static final String SERVER_UNIT = "brume-mysql.service";
    static final String HEALTH_SOCKET = "brume-mysql-health.socket";
    static final String HEALTH_UNIT = "brume-mysql-health@.service";

    static final String SOCKET = "/run/brume-mysql/mysqld.sock";
    static final int PORT = 3306;
    static final int HEALTH_PORT = 9200;

    private Layout() {}
}
