package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brume token}: tokens for scripts and other machines. */
@Command(name = "token", description = "Tokens: list, create, delete.")
final class TokenCommands extends Group {

    @Command(name = "list", aliases = "ls", description = "List your tokens.")
    void list() {
        main.output().list(main.api().all("/tokens"), List.of(
                Output.Column.of("NAME", "name"),
                Output.Column.of("SCOPE", "scope"),
                Output.Column.of("EXPIRES", "expiresAt"),
                Output.Column.of("USED", "usedAt"),
                Output.Column.of("ID", "id")));
    }

    @Command(name = "create", description = "Make a token; it is shown once, on standard output.")
    void create(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--scope", defaultValue = "read", description = "read, write or admin (default: read).") String scope,
            @Option(names = "--days", defaultValue = "90", description = "How long it is good (default: 90).") int days) {
        JsonNode token = main.api().post("/tokens", Map.of("name", name, "scope", scope, "days", days));
        main.output().one(token, () -> main.output().line(token.path("secret").asText()));
    }

    @Command(name = "delete", aliases = "rm", description = "Take a token back.")
    void delete(@Parameters(paramLabel = "ID") String id) {
        main.api().delete("/tokens/" + Api.escape(id));
    }
}
