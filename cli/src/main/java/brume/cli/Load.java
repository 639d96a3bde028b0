package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Loads a dump into a service that runs, and tells how far it is. */
final class Load {
    private static final long KIBIBYTE = 1024;

    private final Api api;
    private final String service;
    private final Terminal terminal;

    /** @param service its path */
    Load(Api api, String service, Terminal terminal) {
        this.api = api;
        this.service = service;
        this.terminal = terminal;
    }

    /** Id of the load. A request whose answer was lost is sent again and loads nothing twice. */
    String begin(String source) {
        Map<String, String> what = source.contains("://")
                ? Map.of("url", source)
                : Map.of("digest", source.equals("-") ? api.upload(terminal.in()) : api.upload("PUT", "/blobs", Path.of(source)).path("digest").asText());
        String name = terminal.clock().instant() + " " + ProcessHandle.current().pid() + " " + service + " " + what;
        String key = "load-" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return api.postOnce(service + "/loads", what, key).path("id").asText();
    }

    JsonNode look(String id) {
        return api.get(service + "/loads/" + Api.escape(id));
    }

    /** Returns when it is loaded. */
    void await(String id, Duration longest) {
        Instant end = terminal.clock().instant().plus(longest);
        String told = "";
        while (true) {
            JsonNode now = look(id);
            String text = text(now);
            if (!text.equals(told)) {
                terminal.err().println(text);
                told = text;
            }
            switch (now.path("state").asText()) {
                case "DONE" -> {
                    return;
                }
                case "FAILED" -> throw CliException.of(
                        ExitCode.FAILED, "The dump was not loaded whole: " + now.path("detail").asText(), "The statements before that one are done; nothing is undone.");
                default -> {}
            }
            if (terminal.clock().instant().isAfter(end)) {
                throw CliException.of(ExitCode.TIMEOUT, "Not loaded after " + longest.toSeconds() + " s; it goes on in the background.");
            }
            Api.pause();
        }
    }

    private static String text(JsonNode load) {
        long total = load.path("total").asLong();
        String share = total > 0 ? ", " + load.path("done").asLong() * 100 / total + " % of " + (total + KIBIBYTE - 1) / KIBIBYTE + " KiB" : "";
        return load.path("state").asText().toLowerCase(Locale.ROOT) + share;
    }
}
