package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code brume login}, {@code logout}, {@code password}. */
final class SessionCommands {
    private SessionCommands() {}

    private static void writePrivate(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, content);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @Command(name = "login", description = "Log in to a director from this machine; the password is asked for, or read from standard input.")
    static final class Login implements Runnable {
        @ParentCommand
        Main main;

        @Parameters(paramLabel = "URL", description = "Such as https://host:7443")
        String url;

        @Option(names = "--ca", paramLabel = "FILE", description = "The director's authority: its BRUME_HOME/ca/ca.pem.")
        Optional<Path> ca = Optional.empty();

        @Option(names = {"-u", "--user"}, defaultValue = "admin", description = "Account (default: admin).")
        String user;

        @SuppressWarnings("NullAway.Init") // picocli sets them before anything runs
        Login() {}

        @Override
        public void run() {
            String plain = url.replaceAll("/+$", "");
            Optional<Path> authority = ca.map(Path::toAbsolutePath);
            JsonNode session = new Api(new Context(plain, authority, Optional.empty()))
                    .post("/session", Map.of("name", user, "password", Secret.read(main.terminal(), "Password of " + user)));
            Path file = Context.userFile(main.terminal().home());
            Path token = file.resolveSibling("token");
            ObjectNode context = Api.JSON.createObjectNode().put("url", plain).put("tokenFile", token.toString());
            authority.ifPresent(path -> context.put("caFile", path.toString()));
            try {
                writePrivate(token, session.path("token").asText() + "\n");
                writePrivate(file, context + "\n");
            } catch (IOException e) {
                throw CliException.of(ExitCode.FAILED, "The session cannot be kept in " + file + ": " + e.getMessage());
            }
            main.output().line("Logged in to " + plain + " until " + session.path("expiresAt").asText() + ".");
        }
    }

    @Command(name = "logout", description = "End the session of 'brume login'.")
    static final class Logout implements Runnable {
        @ParentCommand
        Main main;

        @SuppressWarnings("NullAway.Init")
        Logout() {}

        @Override
        public void run() {
            main.api().delete("/session");
            Path file = Context.userFile(main.terminal().home());
            try {
                Files.deleteIfExists(file.resolveSibling("token"));
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw CliException.of(ExitCode.FAILED, "The session ended, but its file cannot be removed: " + e.getMessage());
            }
        }
    }

    @Command(name = "password", description = "Change your password.")
    static final class Password implements Runnable {
        @ParentCommand
        Main main;

        @SuppressWarnings("NullAway.Init")
        Password() {}

        @Override
        public void run() {
            main.api().post("/password", Map.of("old", Secret.read(main.terminal(), "Old password"), "new", Secret.read(main.terminal(), "New password")));
            main.output().line("Changed.");
        }
    }
}
