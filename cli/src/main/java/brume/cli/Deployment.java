package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Deploys, plans or applies a manifest: has it checked, sends the files that lie beside it, then has it done. */
final class Deployment {
    private final Api api;
    private final Path manifest;
    private final String text;
    private final String key;
    private Optional<String> application = Optional.empty();
    private Map<String, String> files = Map.of();

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
        application = Optional.of(answer.path("application")).filter(JsonNode::isTextual).map(JsonNode::asText);
        Map<String, Path> named = new TreeMap<>();
        answer.path("files").forEach(f -> {
            String name = f.path("path").asText();
            Path file = folder.resolve(name).normalize();
            // The director refuses such names too; a director that is not ours must not be able to ask for other files.
            if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
                mistakes.add(Api.line(f) + "The file '" + name + "' is not there.");
            }
            named.put(name, file);
        });
        if (!mistakes.isEmpty()) {
            throw new CliException(ExitCode.REFUSED, mistakes);
        }
        return named;
    }

    /** The new application. */
    JsonNode deploy() {
        return api.postOnce("/manifests/deploy", request(sent(check()), Optional.empty()), key);
    }

    /** The name that the manifest gives its application, once it was checked. */
    Optional<String> application() {
        return application;
    }

    /** What applying it would change; nothing is sent but the text and digests of files. */
    JsonNode plan(Optional<String> app) {
        Map<String, String> digests = new TreeMap<>();
        check().forEach((name, file) -> digests.put(name, digest(file)));
        return api.postLong("/manifests/plan", request(digests, app));
    }

    /** As {@link #plan}, with the files sent so that all of it is checked; {@link #apply} can follow. */
    JsonNode planToApply(Optional<String> app) {
        files = sent(check());
        return api.postLong("/manifests/plan", request(files, app));
    }

    /** Does exactly the plan of this version. */
    JsonNode apply(Optional<String> app, String version) {
        return api.ifMatch(version).postOnce("/manifests/apply", request(files, app), key);
    }

    private Map<String, String> sent(Map<String, Path> named) {
        Map<String, String> digests = new TreeMap<>();
        named.forEach((name, file) -> digests.put(name, api.upload("PUT", "/blobs", file).path("digest").asText()));
        return digests;
    }

    private Map<String, Object> request(Map<String, String> digests, Optional<String> app) {
        Map<String, Object> request = new TreeMap<>(Map.of("text", text, "source", manifest.toString(), "files", digests));
        app.ifPresent(name -> request.put("app", name));
        return request;
    }

    private static String digest(Path file) {
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException e) {
            throw CliException.of(ExitCode.USAGE, "The file " + file + " cannot be read: " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
