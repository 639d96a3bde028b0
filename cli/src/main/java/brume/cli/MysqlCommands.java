package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brume mysql}: what only databases have. */
@Command(name = "mysql", description = "Databases: password.")
final class MysqlCommands extends Group {

    @Command(
            name = "password",
            description = {
                "Give a database a new password: asked for at the terminal, or the first line of standard input.",
                "The database takes it without a restart and the other services of the application learn it; the old one ends."
            })
    void password(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "SERVICE") String service,
            @Option(names = "--generate", description = "Have a random one made; it is shown once, on standard output.") boolean generate) {
        String given = generate ? "" : Secret.read(main.terminal(), "New password");
        if (!generate && given.isEmpty()) {
            throw CliException.of(ExitCode.USAGE, "No password was given. Type one, send one to standard input, or have one made with --generate.");
        }
        JsonNode changed = main.api().post(service(app, service) + "/password", generate ? Map.of() : Map.of("password", given));
        // at once: nobody can show it again
        main.output().one(changed, () -> {
            if (generate) {
                main.output().line(changed.path("password").asText());
            }
        });
        // the application, because the siblings must have it too; a stopped service takes it when it starts
        if (main.api().get(service(app, service)).path("wantRun").asBoolean()) {
            main.settled(main.api().get(app(app)));
        }
    }
}
