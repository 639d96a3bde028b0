package brume.director.log;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.id.InstanceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading logs back: order, choice, following; and what is kept of gone nodes. */
final class LogStreamTest {
    private static final InstanceId NODE = InstanceId.parse(Machine.FACTS.instance());
    private static final Masks NONE = Masks.of(List.of());
    private static final Instant NOW = Instant.parse("2026-11-20T21:00:00Z");

    @TempDir
    Path folder;

    private LogShelf shelf = new LogShelf(Path.of("nowhere"), LogTerms.DEFAULT);

    @BeforeEach
    void open() {
        shelf = new LogShelf(folder, LogTerms.DEFAULT);
    }

    private void say(long number, String unit, String text) throws IOException {
        shelf.of(NODE).take(Machine.FACTS, List.of(Machine.entry(1, number, unit, text)), Machine::sort, NONE);
    }

    private LogStream stream(LogStream.Filter filter, Optional<Integer> tail, boolean follow, FollowingStream.Idle idle) {
        return new LogStream(new LogStream.Want(filter, tail, follow, (log, line) -> log.role() + " " + line.text()), () -> shelf.find(facts -> true), idle, () -> NOW);
    }

    private String read(LogStream.Filter filter, Optional<Integer> tail) throws IOException {
        try (LogStream stream = stream(filter, tail, false, time -> false)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void linesOfAllRoles_comeInTheOrderOfTheirTimes() throws IOException {
        say(1, "brume-php-nginx.service", "a");
        say(2, "cron.service", "b");
        say(3, "brume-php-nginx.service", "c");
        assertThat(read(line -> true, Optional.empty())).isEqualTo("php.web a\nmachine b\nphp.web c\n");
        assertThat(read(line -> true, Optional.of(2))).isEqualTo("machine b\nphp.web c\n");
        assertThat(read(line -> !line.text().equals("c"), Optional.of(1))).isEqualTo("machine b\n");
    }

    @Test
    void follower_getsWhatComes_ofNewRolesToo_andEndsWithTheDirector() throws IOException {
        say(1, "cron.service", "old");
        Deque<String> next = new ArrayDeque<>(List.of("one", "two"));
        FollowingStream.Idle idle = time -> {
            if (next.isEmpty()) {
                return false;
            }
            String text = next.removeFirst();
            try {
                say(text.equals("one") ? 2 : 3, text.equals("one") ? "cron.service" : "brume-php-nginx.service", text);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return true;
        };
        StringBuilder seen = new StringBuilder();
        try (LogStream stream = stream(line -> true, Optional.of(0), true, idle)) {
            byte[] buffer = new byte[100];
            for (int i = 0; i < 2; i++) {
                seen.append(new String(buffer, 0, stream.read(buffer), StandardCharsets.UTF_8));
            }
            org.assertj.core.api.Assertions.assertThatIOException().isThrownBy(() -> stream.read(buffer));
        }
        assertThat(seen.toString()).isEqualTo("machine one\nphp.web two\n");
    }

    @Test
    void logsOfAGoneNode_stayForTheirTime_andThenGo() throws IOException {
        say(1, "cron.service", "last words");
        shelf.tidy(node -> true, NOW);
        assertThat(shelf.gone(Machine.FACTS)).isFalse();
        shelf.tidy(node -> false, NOW);
        assertThat(shelf.gone(Machine.FACTS)).isTrue();
        shelf.tidy(node -> false, NOW.plus(LogTerms.DEFAULT.keptAfterGone()));
        assertThat(read(line -> true, Optional.empty())).isEqualTo("machine last words\n");
        shelf.tidy(node -> false, NOW.plus(LogTerms.DEFAULT.keptAfterGone()).plusSeconds(1));
        assertThat(shelf.find(facts -> true)).isEmpty();
    }

    @Test
    void allTogether_areKeptWithinTheirRoom_goneNodesFirst() throws IOException {
        shelf = new LogShelf(folder, new LogTerms(1_000, 3_000, Duration.ofDays(1)));
        InstanceId gone = InstanceId.parse("01900000-0000-7000-8000-000000000002");
        NodeFacts facts = new NodeFacts(gone.toString(), "m2", 2, "app-id", "Blog", "service-id", 1, "php");
        for (int i = 1; i <= 200; i++) {
            say(2L * i - 1, "cron.service", "line " + i);
            say(2L * i, "brume-php-nginx.service", "line " + i);
            shelf.of(gone).take(facts, List.of(Machine.entry(1, i, "cron.service", "gone " + i)), Machine::sort, NONE);
        }
        shelf.tidy(node -> !node.equals(gone), NOW);
        shelf = new LogShelf(folder, new LogTerms(1_000, 2_100, Duration.ofDays(1)));
        shelf.tidy(node -> !node.equals(gone), NOW);
        long bytes = 0;
        for (LogShelf.Kept log : shelf.find(f -> true)) {
            bytes += log.bytes();
        }
        assertThat(bytes).isLessThanOrEqualTo(2_100);
        assertThat(read(line -> true, Optional.empty())).contains("machine line 200").contains("php.web line 200");
    }

    @Test
    void directorsOwnLog_isReadFromItsEnd() throws IOException {
        Path file = folder.resolve("log/director.log");
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, "one\ntwo\nthree\n");
        DirectorLog own = new DirectorLog(folder);
        assertThat(own.open(Optional.of(2), false, time -> false)).hasContent("two\nthree\n");
        assertThat(own.open(Optional.of(0), false, time -> false)).isEmpty();
        assertThat(own.open(Optional.of(9), false, time -> false)).hasContent("one\ntwo\nthree\n");
        assertThat(new DirectorLog(folder.resolve("none")).open(Optional.empty(), false, time -> false)).isEmpty();
    }

    @Test
    void expressionThatWouldTakeForEver_isGivenUp() {
        assertThat(PatientMatch.in(Pattern.compile("(a+)+b"), "a".repeat(60))).isFalse();
        assertThat(PatientMatch.in(Pattern.compile("b$"), "a".repeat(10_000) + "b")).isTrue();
    }
}
