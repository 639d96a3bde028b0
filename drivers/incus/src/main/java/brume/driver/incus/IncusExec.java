package brume.driver.incus;

import brume.core.driver.Exec;
import brume.core.driver.ProviderRef;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Programs run with recorded output: the daemon writes both streams to log files, whose paths differ between the products and stand in the operation; they are read and
 * then deleted. A program that outlives its deadline goes on, and its logs stay until the instance goes.
 */
final class IncusExec implements Exec {
    private static final ReplyLimit STREAM = new ReplyLimit(1 << 20, ReplyLimit.Beyond.CUT);

    /** What shells answer for a program that is not there, or that may not be run. */
    private static final int NOT_FOUND = 127;

    private static final int NOT_EXECUTABLE = 126;

    private final IncusApi api;
    private final IncusInstances instances;

    IncusExec(IncusApi api, IncusInstances instances) {
        this.api = api;
        this.instances = instances;
    }

    @Override
    public Result run(ProviderRef ref, Command command) {
        var _ = instances.require(ref);
        Answer answer = api.change("POST", IncusInstances.path(ref) + "/exec", body(command), command.deadline());
        return switch (answer) {
            case Answer.Done done -> result(done.metadata());
            case Answer.Refused refused when refused.says("ommand not found") -> notRun(refused, NOT_FOUND);
            case Answer.Refused refused when refused.says("ommand not executable") -> notRun(refused, NOT_EXECUTABLE);
            case Answer.Refused refused -> throw Refusals.sort(refused, Subject.INSTANCE);
        };
    }

    private static ObjectNode body(Command command) {
        ObjectNode body = IncusApi.object();
        ArrayNode arguments = body.putArray("command");
        command.arguments().forEach(arguments::add);
        ObjectNode environment = body.putObject("environment");
        command.environment().forEach(environment::put);
        return body.put("record-output", true).put("wait-for-websocket", false).put("interactive", false);
    }

    private Result result(JsonNode operation) {
        JsonNode metadata = operation.path("metadata");
        return new Result(metadata.path("return").asInt(), taken(metadata.path("output").path("1")), taken(metadata.path("output").path("2")));
    }

    /** Incus answers the wait with an error and without the operation's metadata, but the operation can still be read for some seconds. */
    private Result notRun(Answer.Refused refused, int exitCode) {
        Optional<JsonNode> operation = refused.operation().flatMap(path -> api.find(path, Map.of(), Subject.DAEMON));
        operation.ifPresent(found -> {
            var _ = result(found);
        });
        return new Result(exitCode, "", refused.text());
    }

    /** Reads a recorded stream and deletes it. */
    private String taken(JsonNode log) {
        if (!log.isTextual()) {
            return "";
        }
        HttpReply reply = api.raw("GET", log.asText(), Map.of(), STREAM);
        var _ = api.raw("DELETE", log.asText(), Map.of(), ReplyLimit.JSON);
        return reply.status() == 200 ? new String(reply.body(), StandardCharsets.UTF_8) : "";
    }
}
