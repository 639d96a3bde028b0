package brume.service.mysql.node;

import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.Result;
import brume.core.role.RoleException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** SQL of root over the UNIX socket, by the {@code mariadb} program. Statements go through standard input, so that no password is ever an argument. */
record Sql(NodeSystem system) {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration LOOK_DEADLINE = Duration.ofSeconds(3);

    Sql {
        Objects.requireNonNull(system);
    }

    /** Runs statements; the rows, one per line, columns separated by tabs. {@link RoleException} {@code mysql-sql} when one of them fails. */
    List<String> run(String statements) throws RoleException {
        Result result = system.run(client(DEADLINE, "--batch", "--skip-column-names").withStdin("SET SESSION sql_mode = '';\n" + statements));
        if (!result.ok()) {
            throw new RoleException("mysql-sql", "MariaDB refused a statement: " + error(result));
        }
        return result.stdout().lines().toList();
    }

    /** As {@link #run}, but quick, and what fails yields no rows. */
    List<String> look(String statements) throws RoleException {
        return system.run(client(LOOK_DEADLINE, "--batch", "--skip-column-names", "--force", "--connect-timeout=2").withStdin(statements))
                .stdout()
                .lines()
                .toList();
    }

    /** Whether an account's password is this one. */
    boolean login(String user, String password) throws RoleException {
        Command command = Command.of(LOOK_DEADLINE, "mariadb", "--no-defaults", "--socket=" + Layout.SOCKET, "--user=" + user, "--batch", "--execute=SELECT 1");
        return system.run(command.withEnvironment(Map.of("MYSQL_PWD", password))).ok();
    }

    private static Command client(Duration deadline, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "mariadb";
        arguments[1] = "--defaults-file=" + Layout.ROOT_CONFIG;
        System.arraycopy(options, 0, arguments, 2, options.length);
        return Command.of(deadline, arguments);
    }

    /** What a program complained of, in one line. The client also prints the failed statement, which may hold a password: only its line with the error is taken. */
    static String error(Result result) {
        List<String> lines = result.stderr().lines().filter(l -> !l.isBlank()).toList();
        Optional<String> error = lines.stream().filter(l -> l.startsWith("ERROR ")).findFirst();
        boolean statement = lines.stream().anyMatch(l -> l.startsWith("----"));
        return error.or(() -> statement ? Optional.empty() : lines.stream().findFirst()).orElse("exit code " + result.exitCode());
    }

    /** A string literal under the session's {@code sql_mode = ''}. */
    static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    static String identifier(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
