package brume.cli;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much {@code brume mysql check} does. What is left out has the director's default. */
final class CheckOptions {
    @Option(names = "--for", paramLabel = "SECONDS", description = "How long to work, such as 60 or 60s; 1 to 600 seconds, 60 when left out.")
    private @Nullable String length;

    @Option(names = "--connections", paramLabel = "N", description = "8 to 100; 16 when left out.")
    private @Nullable Long connections;

    @Option(names = "--rate", paramLabel = "N", description = "Transactions a second over all connections; as many as there can be when left out.")
    private @Nullable Long rate;

    @Option(names = "--each-node", description = "Connect to every node by itself instead of to the address that applications have: several writers, whatever the service is set to.")
    private boolean eachNode;

    @Option(names = "--serializable", description = "Ask for SERIALIZABLE instead of REPEATABLE READ, MariaDB's default.")
    private boolean serializable;

    @Option(names = "--show", description = "Begin nothing; show the newest check.")
    boolean show;

    @Option(names = "--cancel", description = "Begin nothing; cancel the check that runs.")
    boolean cancel;

    /** The body of the request. */
    Map<String, Object> body() {
        Map<String, Object> body = new TreeMap<>();
        if (length != null) {
            body.put("seconds", seconds(length));
        }
        if (connections != null) {
            body.put("connections", connections);
        }
        if (rate != null) {
            body.put("rate", rate);
        }
        body.put("eachNode", eachNode);
        body.put("isolation", serializable ? "SERIALIZABLE" : "REPEATABLE_READ");
        return body;
    }

    private static long seconds(String text) {
        if (!text.matches("[0-9]{1,6}s?")) {
            throw CliException.of(ExitCode.USAGE, "\"" + text + "\" is not a number of seconds.");
        }
        return Long.parseLong(text.endsWith("s") ? text.substring(0, text.length() - 1) : text);
    }
}
