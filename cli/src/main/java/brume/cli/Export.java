package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Writes an application's manifest, and on demand the files that it names. */
final class Export {
    private final Api api;
    private final String app;
    private final boolean yaml;

    Export(Api api, String app, boolean yaml) {
        this.api = api;
        this.app = app;
        this.yaml = yaml;
    }

    /** The manifest with bytes by digest. */
    JsonNode byDigest() {
        return api.get(path() + "&files=false");
    }

    /** A manifest in the folder, with the files beside it; gives its answer. The folder is new or holds an earlier export. */
    JsonNode into(Path folder) {
        JsonNode export = api.get(path() + "&files=true");
        try {
            Files.createDirectories(folder);
            for (JsonNode content : export.path("contents")) {
                download(content, folder);
            }
            Files.writeString(manifest(folder), export.path("text").asText());
        } catch (IOException e) {
            throw CliException.of(ExitCode.USAGE, "Cannot write into " + folder + ": " + e.getMessage());
        }
        return export;
    }

    Path manifest(Path folder) {
        return folder.resolve(yaml ? "manifest.yaml" : "manifest.json");
    }

    private void download(JsonNode content, Path folder) throws IOException {
        Path target = folder.resolve(content.path("path").asText()).normalize();
        // A director that is not ours must not be able to write elsewhere.
        if (!target.startsWith(folder.normalize()) || target.equals(folder.normalize())) {
            throw CliException.of(ExitCode.FAILED, "The director names a file outside of the folder: " + content.path("path").asText());
        }
        Files.createDirectories(Optional.ofNullable(target.getParent()).orElse(folder));
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (InputStream in = api.download(Group.app(app) + "/contents/" + Api.escape(content.path("digest").asText()))) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private String path() {
        return Group.app(app) + "/manifest?format=" + (yaml ? "yaml" : "json");
    }
}
