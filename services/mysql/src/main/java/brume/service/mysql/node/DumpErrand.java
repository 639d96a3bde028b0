package brume.service.mysql.node;

import brume.core.role.ErrandRunner;
import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.Result;
import brume.core.role.RoleException;
import brume.service.mysql.MysqlOptions;
import brume.service.mysql.MysqlService;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives everything that applications have put into the database as SQL, from one moment and without stopping anybody. One database is written without its name, so that it can be
 * loaded into one of any name; several with their names.
 */
final class DumpErrand implements ErrandRunner {
    // mariadb-dump: one transaction sees InnoDB's tables as of one moment; rows are passed on as they are read; bytes that are no text survive as hexadecimal digits
    private static final List<String> PROGRAM = List.of(
            "mariadb-dump",
            "--defaults-file=" + Layout.ROOT_CONFIG,
            "--default-character-set=utf8mb4",
            "--max-allowed-packet=64M",
            "--single-transaction",
            "--quick",
            "--routines",
            "--triggers",
            "--events",
            "--hex-blob");

    @Override
    public String kind() {
        return MysqlService.DUMP_ERRAND;
    }

    @Override
    public void run(String arguments, NodeSystem system, OutputStream answer, Duration longest) throws RoleException {
        List<String> databases = new Sql(system).run("SHOW DATABASES;\n").stream().filter(name -> !MysqlOptions.RESERVED.contains(name)).toList();
        if (databases.isEmpty()) {
            throw new RoleException("mysql-nothing-to-dump", "no application has a database here yet");
        }
        List<String> command = new ArrayList<>(PROGRAM);
        if (databases.size() > 1) {
            command.add("--databases");
        }
        command.add("--");
        command.addAll(databases);
        Result result = system.stream(Command.of(longest, command.toArray(String[]::new)), answer);
        if (!result.ok()) {
            throw new RoleException("mysql-dump-failed", "the dump broke off: " + Sql.error(result));
        }
    }
}
