package brume.service.mysql.node;

/** The accounts of a cluster, and SQL text that makes them. Pure. */
final class Accounts {
    /** Lends data to joining nodes. */
    static final String SST = "brume_sst";
    /** Reads the status. */
    static final String MONITOR = "brume_monitor";
    /** Loads the dump; exists only while that lasts. */
    static final String LOADER = "brume_loader";

    /** What mariadb-backup needs to copy a running server (Required Privileges in MariaDB's documentation of mariadb-backup). */
    private static final String SST_PRIVILEGES = "RELOAD, PROCESS, LOCK TABLES, BINLOG MONITOR, REPLICA MONITOR, CONNECTION ADMIN";

    private Accounts() {}

    /** Databases that consistency checks make and remove; users' own may not begin so. */
    static final String CHECKS = "brume_check_";

    /** The application's user: everything in its own database and in those of checks, from anywhere. */
    static String application(String user, String password, String database) {
        return account(user, "%", password)
                + "GRANT ALL PRIVILEGES ON " + pattern(database) + ".* TO " + name(user, "%") + ";\n"
                + "GRANT ALL PRIVILEGES ON `" + checks() + "`.* TO " + name(user, "%") + ";\n";
    }

    static String sst(String password) {
        return account(SST, "localhost", password) + "GRANT " + SST_PRIVILEGES + " ON *.* TO " + name(SST, "localhost") + ";\n";
    }

    /** SHOW STATUS needs no privilege. */
    static String monitor(String password) {
        return account(MONITOR, "localhost", password);
    }

    /** Like the application's user; besides it may create views and triggers that name another definer, as dumps do. */
    static String loader(String password, String database) {
        return account(LOADER, "localhost", password)
                + "GRANT SET USER ON *.* TO " + name(LOADER, "localhost") + ";\n"
                + "GRANT ALL PRIVILEGES ON " + pattern(database) + ".* TO " + name(LOADER, "localhost") + ";\n";
    }

    static String dropLoader() {
        return "DROP USER IF EXISTS " + name(LOADER, "localhost") + ";\n";
    }

    private static String account(String user, String host, String password) {
        String identified = name(user, host) + " IDENTIFIED BY " + Sql.literal(password) + ";\n";
        // the second for one that is there with another password
        return "CREATE USER IF NOT EXISTS " + identified + "ALTER USER " + identified;
    }

    private static String name(String user, String host) {
        return Sql.literal(user) + "@" + Sql.literal(host);
    }

    /** As it stands in {@code mysql.db}. */
    static String checks() {
        return CHECKS.replace("_", "\\_") + "%";
    }

    /** In GRANT a database's name is a pattern in which _ stands for any character. */
    private static String pattern(String database) {
        return Sql.identifier(database.replace("_", "\\_"));
    }
}
