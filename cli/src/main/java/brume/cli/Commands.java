package brume.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** The commands below {@code brume}, in the order of its help. */
final class Commands {
    private static final List<Named> ALL = List.of(
            new Named("app", AppCommands.class),
            new Named("service", ServiceCommands.class),
            new Named("node", NodeCommands.class),
            new Named("code", CodeCommands.class),
            new Named("mysql", MysqlCommands.class),
            new Named("log", LogCommands.class),
            new Named("site", SiteCommands.class),
            new Named("instance", InstanceCommands.class),
            new Named("image", ImageCommands.class),
            new Named("token", TokenCommands.class),
            new Named("login", SessionCommands.Login.class),
            new Named("logout", SessionCommands.Logout.class),
            new Named("password", SessionCommands.Password.class),
            new Named("why", ObserveCommands.Why.class),
            new Named("events", ObserveCommands.Events.class),
            new Named("audit", ObserveCommands.Audit.class),
            new Named("version", ObserveCommands.Version.class),
            new Named("doctor", Doctor.class),
            new Named("completion", Main.Completion.class));

    private record Named(String name, Class<?> command) {
        void addTo(CommandLine line) {
            line.addSubcommand(name, command);
        }
    }

    private Commands() {}

    static void addAll(CommandLine line) {
        ALL.forEach(named -> named.addTo(line));
    }

    /** Only the command that these arguments name, or all when they name none: to read the declarations of all takes longer than most commands do. */
    static void addNamed(CommandLine line, String[] arguments) {
        Optional<Named> wanted = Arrays.stream(arguments).flatMap(a -> ALL.stream().filter(named -> named.name().equals(a))).findFirst();
        wanted.ifPresentOrElse(named -> named.addTo(line), () -> addAll(line));
    }
}
