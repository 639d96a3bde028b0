package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which director to talk to, and as whom. Looked for in this order: the environment ({@code BRUME_URL}, {@code BRUME_CA}, {@code BRUME_TOKEN_FILE}), the user's own file
 * ({@code ~/.config/brume/context.json}), the director's home on this machine ({@code BRUME_HOME/cli.json}, readable by root).
 *
 * @param url such as {@code https://127.0.0.1:7443}
 * @param ca the director's certificate authority, PEM
 * @param tokenFile holds the token; empty for calls that need none
 */
record Context(String url, Optional<Path> ca, Optional<Path> tokenFile) {
    static final String HOME_DEFAULT = "/var/lib/brume";

    static Context find(Map<String, String> environment, Path userHome) {
        Optional<String> url = Optional.ofNullable(environment.get("BRUME_URL"));
        if (url.isPresent()) {
            return new Context(
                    url.get(),
                    Optional.ofNullable(environment.get("BRUME_CA")).map(Path::of),
                    Optional.ofNullable(environment.get("BRUME_TOKEN_FILE")).map(Path::of));
        }
        Path local = home(environment).resolve("cli.json");
        // A BRUME_HOME that is named wins over the user's file: it is the more deliberate of the two.
        if (environment.containsKey("BRUME_HOME") && Files.isReadable(local)) {
            return read(local);
        }
        Path own = userFile(userHome);
        if (Files.isReadable(own)) {
            return read(own);
        }
        if (Files.isReadable(local)) {
            return read(local);
        }
        throw CliException.of(
                ExitCode.UNREACHABLE,
                "No director is known here.",
                "On the director's machine: run 'brume up' as root. From elsewhere: 'brume login URL --ca FILE'.");
    }

    static Path home(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("BRUME_HOME", HOME_DEFAULT));
    }

    static Path userFile(Path userHome) {
        return userHome.resolve(".config/brume/context.json");
    }

    private static Context read(Path file) {
        try {
            JsonNode node = new ObjectMapper().readTree(file.toFile());
            return new Context(node.path("url").asText(), path(node, "caFile"), path(node, "tokenFile"));
        } catch (IOException e) {
            throw CliException.of(ExitCode.USAGE, "The file " + file + " cannot be read: " + e.getMessage());
        }
    }

    private static Optional<Path> path(JsonNode node, String field) {
        return node.hasNonNull(field) ? Optional.of(Path.of(node.get(field).asText())) : Optional.empty();
    }

    Optional<String> token() {
        return tokenFile.map(file -> {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw CliException.of(ExitCode.UNREACHABLE, "The token file " + file + " cannot be read.", "Log in again with 'brume login'.");
            }
        });
    }
}
