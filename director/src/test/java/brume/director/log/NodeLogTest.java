package brume.director.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node's log: what becomes of the lines that an agent ships. */
final class NodeLogTest {
    private static final Masks NONE = Masks.of(List.of());

    @TempDir
    Path folder;

    private NodeLog log(LogTerms terms) {
        return new NodeLog(folder, terms);
    }

    private NodeLog log() {
        return log(LogTerms.DEFAULT);
    }

    private String take(NodeLog log, Masks masks, JournalEntry... entries) throws IOException {
        return log.take(Machine.FACTS, List.of(entries), Machine::sort, masks);
    }

    @Test
    void linesOfUnitsTemplatesAndIdentifiers_goToTheirRoles_theRestToTheMachine() throws IOException {
        take(
                log(),
                NONE,
                Machine.entry(1, 1, "brume-php-nginx.service", "web"),
                Machine.entry(1, 2, "brume-php-fpm@12.service", "backend"),
                Machine.entry(1, 3, Map.of("_SYSTEMD_UNIT", "brume-agent.service", "SYSLOG_IDENTIFIER", "brume-startup", "MESSAGE", "script")),
                Machine.entry(1, 4, "brume-agent.service", "agent"),
                Machine.entry(1, 5, Map.of("_SYSTEMD_UNIT", "init.scope", "UNIT", "brume-php-nginx.service", "MESSAGE", "started")),
                Machine.entry(1, 6, "cron.service", "other"));
        assertThat(Machine.texts(folder, "php.web")).containsExactly("web", "started");
        assertThat(Machine.texts(folder, "php.backend")).containsExactly("backend");
        assertThat(Machine.texts(folder, "startup")).containsExactly("script");
        assertThat(Machine.texts(folder, "agent")).containsExactly("agent");
        assertThat(Machine.texts(folder, "machine")).containsExactly("other");
    }

    @Test
    void missingNumbers_areALineThatSaysHowMany() throws IOException {
        NodeLog log = log();
        take(log, NONE, Machine.entry(1, 1, "a.service", "one"), Machine.entry(1, 2, "a.service", "two"));
        take(log, NONE, Machine.entry(1, 43, "a.service", "three"));
        assertThat(Machine.texts(folder, "agent")).singleElement().asString().startsWith("40 lines are missing here");
    }

    @Test
    void anotherBoot_beginsAnew_andLacksNothing() throws IOException {
        NodeLog log = log();
        take(log, NONE, Machine.entry(1, 1, "a.service", "one"));
        take(log, NONE, Machine.entry(2, 1, "a.service", "two"));
        assertThat(Machine.texts(folder, "machine")).containsExactly("one", "two");
        assertThat(folder.resolve("agent")).doesNotExist();
    }

    @Test
    void secret_isMasked_alsoInUrls_andWhereTheLineIsCut() throws IOException {
        Masks masks = Masks.of(List.of("Pa55&word", "Pa55"));
        String long48k = "x".repeat(HarmlessText.LINE_CHARS_MAX - 4) + "Pa55&word" + "y".repeat(30_000);
        take(
                log(),
                masks,
                Machine.entry(1, 1, "a.service", "mysql://u:Pa55&word@h and Pa55%26word"),
                Machine.entry(1, 2, Map.of("_SYSTEMD_UNIT", "a.service", "_STREAM_ID", "s1", "_LINE_BREAK", "line-max", "MESSAGE", long48k)),
                Machine.entry(1, 3, Map.of("_SYSTEMD_UNIT", "a.service", "_STREAM_ID", "s1", "MESSAGE", "the rest of it")),
                Machine.entry(1, 4, Map.of("_SYSTEMD_UNIT", "a.service", "_STREAM_ID", "s1", "MESSAGE", "next")));
        List<String> texts = Machine.texts(folder, "machine");
        assertThat(texts.getFirst()).isEqualTo("mysql://u:[secret]@h and [secret]");
        assertThat(texts.get(1)).doesNotContain("Pa55").contains("xxx[sec").endsWith("(cut: the line is longer than 16 KiB)");
        assertThat(texts).hasSize(3).last().isEqualTo("next");
    }

    @Test
    void controlCharacters_areWrittenOut() throws IOException {
        take(log(), NONE, Machine.entry(1, 1, Map.of("_SYSTEMD_UNIT", "a.service", "SYSLOG_IDENTIFIER", "p\u001b[31m\tq", "MESSAGE", "a\u001b]0;t\u0007b\nc\u009b\u202e\td")));
        LogLine line = Machine.lines(folder, "machine").getFirst();
        assertThat(line.text()).isEqualTo("a\\x1b]0;t\\x07b\\nc\\x9b\\u202e\td");
        assertThat(line.source()).isEqualTo("p\\x1b[31m q");
        assertThat(HarmlessText.of(line.text())).isEqualTo(line.text());
    }

    @Test
    void bytesThatAreNoText_andLinesThatTheMachineCutOff_leaveALine() throws IOException {
        String whole = Machine.line(1, 2, Map.of("MESSAGE", "z".repeat(5_000)));
        JournalEntry cut = JournalEntry.read(whole.substring(0, whole.indexOf("\"MESSAGE\"") < 200 ? 200 : whole.indexOf("\"MESSAGE\""))).orElse(Machine.entry(1, 2, "a", "x"));
        take(log(), NONE, Machine.entry(1, 1, Map.of("MESSAGE", List.of(104, 105, 255, 10))), cut);
        assertThat(Machine.texts(folder, "machine").getFirst()).isEqualTo("hi\ufffd\\n");
        assertThat(JournalEntry.read("no JSON")).isEmpty();
        assertThat(JournalEntry.read("{\"__CURSOR\":\"../..\",\"__REALTIME_TIMESTAMP\":\"1\"}")).isEmpty();
    }

    @Test
    void fullRole_losesItsOldestLines_andStaysInItsRoom() throws IOException {
        LogTerms small = new LogTerms(8_000, 1 << 20, LogTerms.DEFAULT.keptAfterGone());
        NodeLog log = log(small);
        for (int i = 1; i <= 1_000; i++) {
            take(log, NONE, Machine.entry(1, i, "a.service", "line " + i));
        }
        long bytes = 0;
        for (long number : Segments.numbers(folder.resolve("machine"))) {
            bytes += Segments.size(folder.resolve("machine"), number);
        }
        assertThat(bytes).isLessThanOrEqualTo(8_000 + 200).isGreaterThan(5_000);
        List<String> texts = Machine.texts(folder, "machine");
        assertThat(texts).last().isEqualTo("line 1000");
        assertThat(texts.getFirst()).isEqualTo("line " + (1_001 - texts.size()));
    }

    @Test
    void twoDirectorsOnOneFolder_takeTurns_andEveryLineIsThereOnce() throws IOException {
        NodeLog one = log();
        NodeLog other = log();
        String cursor = take(one, NONE, Machine.entry(1, 1, "a.service", "1"), Machine.entry(1, 2, "a.service", "2"));
        assertThat(take(other, NONE)).isEqualTo(cursor);
        take(other, NONE, Machine.entry(1, 2, "a.service", "2"), Machine.entry(1, 3, "a.service", "3"));
        take(one, NONE, Machine.entry(1, 1, "a.service", "1"), Machine.entry(1, 2, "a.service", "2")); // sent before the switch, arrives after it
        take(one, NONE, Machine.entry(1, 3, "a.service", "3"), Machine.entry(1, 4, "a.service", "4"));
        assertThat(Machine.texts(folder, "machine")).containsExactly("1", "2", "3", "4");
    }

    @Test
    void tornLine_isCutOff_andReadersNeverSeeIt() throws IOException {
        take(log(), NONE, Machine.entry(1, 1, "a.service", "one"));
        Path file = Segments.file(folder.resolve("machine"), 1);
        RoleReader reader = new RoleReader(folder.resolve("machine"));
        Files.writeString(file, Files.readString(file, StandardCharsets.UTF_8) + "17900\ttorn");
        assertThat(reader.peek().map(LogLine::text)).contains("one");
        reader.take();
        assertThat(reader.peek()).isEmpty();
        take(log(), NONE, Machine.entry(1, 2, "a.service", "two"));
        assertThat(reader.peek().map(LogLine::text)).contains("two");
        assertThat(Machine.texts(folder, "machine")).containsExactly("one", "two");
    }
}
