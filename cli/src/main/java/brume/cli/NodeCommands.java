package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brume node}: members of a service. */
@Command(name = "node", description = "Nodes of a service: list, add, remove, weight.")
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

    @Command(
            name = "remove",
            aliases = "rm",
            description = {
                "Remove nodes by role: brume node remove APP SERVICE backend=1",
                "or very nodes, by number, id or machine: brume node remove APP SERVICE 3",
                "They leave in good order; what only they hold is not given up."
            })
    void remove(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "SERVICE") String service,
            @Parameters(paramLabel = "ROLE=N|NODE", arity = "1..*") List<String> which,
            @Option(names = "--lost", description = "The nodes will not come back: do not wait for what they would have to hand over.") boolean lost,
            @Option(names = {"-y", "--yes"}, description = "Do not ask; only --lost does.") boolean yes) {
        boolean byRole = which.stream().allMatch(w -> w.contains("="));
        if (!byRole && which.stream().anyMatch(w -> w.contains("="))) {
            throw CliException.of(ExitCode.USAGE, "Either roles with numbers, such as backend=1, or nodes.");
        }
        if (byRole) {
            change(app, service, roles(which), -1);
            return;
        }
        if (lost) {
            Confirmation.ask(yes, "Remove " + String.join(", ", which) + " with what only they hold?");
        }
        JsonNode view = MissingNode.getInstance();
        for (String node : which) {
            view = main.api().delete(service(app, service) + "/nodes/" + Api.escape(node) + (lost ? "?lost=true" : ""));
        }
        Show.service(main.output(), main.settled(view));
    }

    @Command(
            name = "weight",
            description = {
                "Set how much of the requests a node gets: 100 is usual, 0 none: brume node weight APP SERVICE 3 50",
                "Nodes are named by number, id or machine. Nothing is restarted and no request is lost."
            })
    void weight(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "SERVICE") String service,
            @Parameters(paramLabel = "NODE") String node,
            @Parameters(paramLabel = "WEIGHT") int weight) {
        JsonNode view = main.api().put(service(app, service) + "/nodes/" + Api.escape(node) + "/weight", Map.of("weight", weight));
        Show.service(main.output(), main.settled(view));
    }

    private static Map<String, Integer> roles(List<String> which) {
        Map<String, Integer> roles = new TreeMap<>();
        for (String each : which) {
            String[] parts = each.split("=", 2);
            if (!parts[1].matches("[0-9]{1,6}")) {
                throw CliException.of(ExitCode.USAGE, "How many '" + parts[0] + "'? A number from 1 on.");
            }
            roles.merge(parts[0], Integer.parseInt(parts[1]), Integer::sum);
        }
        return roles;
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
