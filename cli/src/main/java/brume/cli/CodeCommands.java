package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brume code}: code versions of a service. */
@Command(name = "code", description = "Code versions: list, upload, activate, download, delete.")
final class CodeCommands extends Group {

    @Command(name = "list", aliases = "ls", description = "List code versions, newest first; * marks the active one.")
    void list(@Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "SERVICE") String service) {
        main.output().list(main.api().get(code(app, service)), List.of(
                new Output.Column("", c -> c.path("active").asBoolean() ? "*" : ""),
                Output.Column.of("ID", "id"),
                Output.Column.of("FILE", "filename"),
                Output.Column.of("TYPE", "format"),
                Output.Column.of("ENTRIES", "entries"),
                Output.Column.of("BYTES", "size"),
                Output.Column.of("UPLOADED", "createdAt"),
                Output.Column.of("DESCRIPTION", "description")));
    }

    @Command(name = "upload", description = "Upload an archive (tar, tar.gz, tar.bz2, tar.xz, zip, war) as a new version.")
    void upload(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "SERVICE") String service,
            @Parameters(paramLabel = "ARCHIVE") Path archive,
            @Option(names = {"-m", "--description"}, defaultValue = "") String description,
            @Option(names = "--activate", description = "Serve it at once.") boolean activate) {
        String name = Optional.ofNullable(archive.getFileName()).map(Path::toString).orElse("archive");
        JsonNode version = main.api().upload(
                "POST",
                code(app, service) + "?filename=" + Api.escape(name) + "&description=" + Api.escape(description) + "&activate=" + activate,
                archive);
        // before the wait: whatever comes of that, the version is there
        main.output().one(version, () -> main.output().line(version.path("id").asText()));
        if (activate) {
            settle(app, service);
        }
    }

    @Command(name = "activate", description = "Serve a version; requests under way finish on the old one.")
    void activate(
            @Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "SERVICE") String service, @Parameters(paramLabel = "VERSION") String version) {
        main.api().post(code(app, service) + "/" + Api.escape(version) + "/activate");
        Show.service(main.output(), settle(app, service));
    }

    @Command(name = "download", description = "Download a version as it was uploaded.")
    void download(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "SERVICE") String service,
            @Parameters(paramLabel = "VERSION") String version,
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "Where to; default: its own name, here.") Optional<Path> file) {
        JsonNode found = find(app, service, version);
        // The name was chosen by whoever uploaded it: only its last part counts.
        Path target = file.orElseGet(() -> Path.of(Optional.ofNullable(Path.of(found.path("filename").asText("archive")).getFileName())
                .map(Path::toString)
                .orElse("archive")));
        try (InputStream in = main.api().download(code(app, service) + "/" + found.path("id").asText() + "/archive")) {
            Path part = target.resolveSibling(target.getFileName() + ".part");
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CliException.of(ExitCode.FAILED, "The download failed: " + e.getMessage());
        }
        main.output().line(target.toString());
    }

    @Command(name = "delete", aliases = "rm", description = "Delete a version that is not active.")
    void delete(
            @Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "SERVICE") String service, @Parameters(paramLabel = "VERSION") String version) {
        main.api().delete(code(app, service) + "/" + Api.escape(version));
    }

    private JsonNode find(String app, String service, String version) {
        for (JsonNode found : main.api().get(code(app, service))) {
            if (found.path("id").asText().startsWith(version)) {
                return found;
            }
        }
        throw CliException.of(ExitCode.REFUSED, "There is no code version '" + version + "'.");
    }

    private JsonNode settle(String app, String service) {
        JsonNode view = main.api().get(service(app, service));
        return view.path("wantRun").asBoolean() ? main.settled(view) : view;
    }

    private static String code(String app, String service) {
        return service(app, service) + "/code";
    }
}
