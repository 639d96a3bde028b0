package brume.cli;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Passwords from people and scripts. */
final class Secret {
    private Secret() {}

    /** Reads a password from the terminal, or the first line of standard input in scripts; never from arguments, which others can see. */
    static String read(Terminal terminal, String prompt) {
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (console.isPresent()) {
            return Optional.ofNullable(console.get().readPassword("%s: ", prompt)).map(String::new).orElse("");
        }
        try {
            return line(terminal.in());
        } catch (IOException e) {
            throw CliException.of(ExitCode.USAGE, "No password came on standard input.");
        }
    }

    /** Up to the end of the line and not one byte further: another password may follow. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).replaceAll("\r$", "");
    }
}
