package brume.agent.node;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The machine's journal, read by {@code journalctl}: what is heavy of it happens in a small program that rests while nobody says anything.
 *
 * @param folder of the journal's files
 */
record Journal(Path folder) {
    /** What a director needs to know of an entry; journalctl adds where and when it is. */
    private static final String FIELDS = "MESSAGE,PRIORITY,SYSLOG_IDENTIFIER,_SYSTEMD_UNIT,UNIT,_STREAM_ID,_LINE_BREAK";

    /** Entries as lines of JSON from the cursor on (its own among them), or from the oldest on when it is empty, then those that come. */
    Process follow(String cursor) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "journalctl", "--directory=" + folder, "--output=json", "--output-fields=" + FIELDS, "--all", "--no-tail", "--follow", "--quiet"));
        if (!cursor.isEmpty()) {
            command.add("--cursor=" + cursor);
        }
        return new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
