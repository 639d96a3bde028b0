package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Deploys a manifest: has it checked, sends the files that lie beside it, then has it deployed. */
final class Deployment {
    private final Api api;
    private final Path manifest;
    private final String text;
    private final String key;

    /** {@code began} tells this deployment from an earlier one of the same manifest, which makes another application. */
    Deployment(Api api, Path manifest, Instant began) {
        this.api = api;
        this.manifest = manifest;
        try {
            this.text = Files.readString(manifest);
        } catch (NoSuchFileException e) {
            throw CliException.of(ExitCode.USAGE, "There is no file " + manifest + ".");
        } catch (IOException e) {
            throw CliException.of(ExitCode.USAGE, "The file " + manifest + " cannot be read as UTF-8 text: " + e.getMessage());
        }
        String name = began + " " + ProcessHandle.current().pid() + " " + manifest.toAbsolutePath() + "\n" + text;
        this.key = "deploy-" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends with every mistake, those of missing files included, before anything is sent. Gives the files to send, by the name in the manifest. */
    Map<String, Path> check() {
        JsonNode answer = api.post("/manifests/check", Map.of("text", text, "source", manifest.toString()));
        List<String> mistakes = new ArrayList<>();
        answer.path("problems").forEach(p -> mistakes.add(Api.line(p)));
        Path folder = Optional.ofNullable(manifest.toAbsolutePath().getParent()).orElse(Path.of("/"));
        Map<String, Path> files = new TreeMap<>();
        answer.path("files").forEach(f -> {
            String name = f.path("path").asText();
            Path file = folder.resolve(name).normalize();
            // The director refuses such names too; a director that is not ours must not be able to ask for other files.
            if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
                mistakes.add(Api.line(f) + "The file '" + name + "' is not there.");
            }
            files.put(name, file);
        });
        if (!mistakes.isEmpty()) {
            throw new CliException(ExitCode.REFUSED, mistakes);
        }
        return files;
    }

    /** The new application. */
    JsonNode deploy() {
        Map<String, String> digests = new TreeMap<>();
        check().forEach((name, file) -> digests.put(name, api.upload("PUT", "/blobs", file).path("digest").asText()));
        return api.postOnce("/manifests/deploy", Map.of("text", text, "source", manifest.toString(), "files", digests), key);
    }
}
