package brume.driver.incus;

import brume.testkit.contract.ForeignResource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;

/** An instance or volume made by hand, without our tags. */
final class ForeignOnDaemon implements ForeignResource {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final IncusApi api;
    private final String handle;
    private final String path;
    private final JsonNode made;

    private ForeignOnDaemon(IncusApi api, String handle, String path) {
        this.api = api;
        this.handle = handle;
        this.path = path;
        this.made = seen();
    }

    static ForeignOnDaemon machine(TestSite site, String name) {
        IncusApi api = site.api();
        ObjectNode body = IncusApi.object().put("name", name).put("type", "container");
        body.putArray("profiles");
        body.putObject("source").put("type", "image").put("alias", site.image());
        body.putObject("devices").putObject("root").put("type", "disk").put("path", "/").put("pool", site.pool());
        var _ = IncusApi.done(api.change("POST", IncusApi.path("instances"), body, PATIENCE), Subject.INSTANCE);
        return new ForeignOnDaemon(api, name, IncusApi.path("instances", name));
    }

    static ForeignOnDaemon volume(TestSite site, String name) {
        IncusApi api = site.api();
        String volumes = IncusApi.path("storage-pools", site.pool(), "volumes", "custom");
        ObjectNode body = IncusApi.object().put("name", name).put("type", "custom").put("content_type", "filesystem");
        var _ = IncusApi.done(api.change("POST", volumes, body, PATIENCE), Subject.VOLUME);
        return new ForeignOnDaemon(api, name, volumes + "/" + name);
    }

    @Override
    public String handle() {
        return handle;
    }

    @Override
    public boolean untouched() {
        return made.equals(seen());
    }

    @Override
    public void close() {
        var _ = api.change("DELETE", path, HttpBody.NONE, Map.of(), Map.of(), PATIENCE);
        api.close();
    }

    private JsonNode seen() {
        return api.read(path, Map.of(), Subject.DAEMON);
    }
}
