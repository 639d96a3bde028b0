package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brume node}: members of a service. */
@Command(name = "node", description = "Nodes of a service: list, add, remove.")
final class NodeCommands extends Group {

    @Command(name = "list", aliases = "ls", description = "List the nodes of a service.")
    void list(@Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "SERVICE") String service) {
        main.output().list(main.api().get(service(app, service) + "/nodes"), Show.NODES);
    }

    @Command(name = "add", description = "Add nodes by role: brume node add APP SERVICE backend=1 web=1")
    void add(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "SERVICE") String service,
            @Parameters(paramLabel = "ROLE=N", arity = "1..*") Map<String, Integer> roles) {
        change(app, service, roles, 1);
    }

    @Command(name = "remove", aliases = "rm", description = "Remove nodes by role: brume node remove APP SERVICE backend=1")
    void remove(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "SERVICE") String service,
            @Parameters(paramLabel = "ROLE=N", arity = "1..*") Map<String, Integer> roles,
            @Option(names = {"-y", "--yes"}, description = "Accepted for scripts; nothing is asked.") boolean yes) {
        change(app, service, roles, -1);
    }

    private void change(String app, String service, Map<String, Integer> roles, int sign) {
        Map<String, Integer> delta = new TreeMap<>();
        roles.forEach((role, n) -> {
            if (n < 1) {
                throw CliException.of(ExitCode.USAGE, "How many '" + role + "'? A number from 1 on.");
            }
            delta.put(role, sign * n);
        });
        Show.service(main.output(), main.settled(main.api().post(service(app, service) + "/nodes", Map.of("roles", delta))));
    }
}
