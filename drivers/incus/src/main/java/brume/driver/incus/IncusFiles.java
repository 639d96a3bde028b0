package brume.driver.incus;

import brume.core.driver.DriverException;
import brume.core.driver.Files;
import brume.core.driver.ProviderRef;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Files of an instance. */
final class IncusFiles implements Files {
    private static final Duration CHANGE_MAX = Duration.ofMinutes(1);

    /** Configuration and small logs; content goes another way. */
    private static final ReplyLimit PULL = new ReplyLimit(64 << 20, ReplyLimit.Beyond.FAIL);

    private final IncusApi api;
    private final IncusInstances instances;

    IncusFiles(IncusApi api, IncusInstances instances) {
        this.api = api;
        this.instances = instances;
    }

    /**
     * A file that is there keeps its owner and mode when it is written (both products), so the old one is removed first; a reader may find none for a moment. The
     * content type matters: with another one the daemons read the content as a form.
     */
    @Override
    public void push(ProviderRef ref, String path, byte[] content, int mode, int uid, int gid) {
        var _ = instances.require(ref);
        Map<String, String> query = Map.of("path", absolute(path));
        Answer removed = api.change("DELETE", files(ref), HttpBody.NONE, Map.of(), query, CHANGE_MAX);
        if (removed instanceof Answer.Refused refused && refused.code() != 404) {
            throw Refusals.sort(refused, Subject.FILE);
        }
        Map<String, String> headers = new HashMap<>();
        for (String product : List.of("Incus", "LXD")) {
            headers.put("X-" + product + "-type", "file");
            headers.put("X-" + product + "-mode", String.format(Locale.ROOT, "%04o", mode));
            headers.put("X-" + product + "-uid", Integer.toString(uid));
            headers.put("X-" + product + "-gid", Integer.toString(gid));
        }
        HttpBody body = HttpBody.of("application/octet-stream", content);
        var _ = IncusApi.done(api.change("POST", files(ref), body, headers, query, CHANGE_MAX), Subject.FILE);
    }

    @Override
    public byte[] pull(ProviderRef ref, String path) {
        var _ = instances.require(ref);
        HttpReply reply = api.raw("GET", files(ref), Map.of("path", absolute(path)), PULL);
        if (reply.status() != 200) {
            throw Refusals.sort(IncusApi.refusal(reply), Subject.FILE);
        }
        String type = reply.header("x-incus-type").or(() -> reply.header("x-lxd-type")).orElse("file");
        if (!type.equals("file")) {
            throw new DriverException.Rejected("bad-request", "it is not a file", path + ": " + type);
        }
        return reply.body();
    }

    private static String files(ProviderRef ref) {
        return IncusInstances.path(ref) + "/files";
    }

    private static String absolute(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path in a machine is absolute: " + path);
        }
        return path;
    }
}
