package brume.cli;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/** Asks before something is lost for good. */
final class Confirmation {
    private Confirmation() {}

    /** Goes on when {@code yes} was given or the person at the terminal says so; a script has to give it. */
    static void ask(boolean yes, String question) {
        if (yes) {
            return;
        }
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (console.isEmpty()) {
            throw CliException.of(ExitCode.USAGE, question, "Say so with --yes.");
        }
        String answer = Optional.ofNullable(console.get().readLine("%s [y/N] ", question)).orElse("");
        if (!answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw CliException.of(ExitCode.FAILED, "Nothing was changed.");
        }
    }
}
