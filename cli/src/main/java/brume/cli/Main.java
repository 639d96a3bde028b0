package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program {@code brume}: names the commands and holds what all of them share. */
@Command(
        name = "brume",
        description = "Runs applications on the machines you have.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "On the director's machine: brume up | down | demo | test | destroy prepare and run it.", "Exit codes: 0 done, 1 failed, 2 usage, 3 refused, 4 unreachable, 5 not yet."})
public final class Main {
    @Spec
    CommandSpec spec;

    @Option(names = {"-o", "--output"}, scope = ScopeType.INHERIT, defaultValue = "table", paramLabel = "FORMAT", description = "table, json or yaml (default: table).")
    Output.Format format = Output.Format.table;

    @Option(names = "--no-wait", scope = ScopeType.INHERIT, description = "Return as soon as the director has taken note.")
    boolean noWait;

    @Option(names = "--timeout", scope = ScopeType.INHERIT, defaultValue = "900", paramLabel = "SECONDS", description = "Longest to wait (default: ${DEFAULT-VALUE}).")
    long timeoutSeconds = 900;

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Show this help.")
    boolean help;

    private final Terminal terminal;
    private Optional<Api> api = Optional.empty();

    @SuppressWarnings("NullAway.Init") // picocli sets the spec before anything runs
    Main(Terminal terminal) {
        this.terminal = terminal;
    }

    Terminal terminal() {
        return terminal;
    }

    /** One connection for the whole command. */
    Api api() {
        if (api.isEmpty()) {
            api = Optional.of(new Api(Context.find(terminal.environment(), terminal.home())));
        }
        return api.get();
    }

    Output output() {
        return new Output(format, terminal.out());
    }

    /** Whether commands stay until what they began has ended. */
    boolean waits() {
        return !noWait;
    }

    /** A line for whoever watches. */
    void progress(String line) {
        terminal.err().println(line);
    }

    private Waiting waiting() {
        return new Waiting(api(), terminal.clock(), terminal.err(), Duration.ofSeconds(timeoutSeconds));
    }

    /** What became of an application or service that was changed: as soon as it is so, or at once with {@code --no-wait}. */
    JsonNode settled(JsonNode view) {
        return noWait ? view : waiting().settled(view);
    }

    /** Goes on when an application or service is no more, or at once with {@code --no-wait}. */
    void gone(JsonNode view) {
        if (!noWait) {
            waiting().gone(view);
        }
    }

    public static void main(String[] arguments) {
        Terminal terminal = new Terminal(
                System.getenv(), Path.of(System.getProperty("user.home", "/root")), System.in, System.out, System.err, InstantSource.system());
        CommandLine line = new CommandLine(new Main(terminal));
        Commands.addNamed(line, arguments);
        System.exit(prepared(line, terminal).execute(arguments));
    }

    /** With all commands. */
    static CommandLine commandLine(Terminal terminal) {
        CommandLine line = new CommandLine(new Main(terminal));
        Commands.addAll(line);
        return prepared(line, terminal);
    }

    private static CommandLine prepared(CommandLine line, Terminal terminal) {
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, result) -> {
            if (e instanceof CliException known) {
                known.lines().forEach(l -> terminal.err().println("brume: " + Output.plain(l)));
                return known.exit().code();
            }
            throw e;
        });
        return line;
    }

    /** Prints a completion script for bash and zsh. */
    @Command(name = "completion", description = "Print a completion script; try: source <(brume completion)")
    static final class Completion implements Runnable {
        @ParentCommand
        Main main;

        @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
        Completion() {}

        @Override
        public void run() {
            main.terminal().out().println(AutoComplete.bash("brume", commandLine(main.terminal())));
        }
    }
}
