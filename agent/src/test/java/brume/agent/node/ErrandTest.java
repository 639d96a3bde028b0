package brume.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import brume.agent.fake.ErrandNews;
import brume.agent.fake.FakeDirector;
import brume.core.agent.Errand;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent does at once, as a process. */
final class ErrandTest {
    /** More than what is held back for the reason of an early failure. */
    private static final int MUCH = 1_000_000;

    @TempDir
    private Path root;

    private Machine machine;
    private FakeDirector director;

    @BeforeEach
    void begin() throws Exception {
        director = new FakeDirector(Instant.now());
        machine = new Machine(root).bootstrap(director.bootstrap()).start();
    }

    @AfterEach
    void end() {
        machine.close();
        director.close();
    }

    private ErrandNews answer(String kind, String arguments, Predicate<ErrandNews> fits) {
        director.ask(new Errand("e1", kind, arguments, 60));
        return director.awaitNews(kind + " " + arguments, fits);
    }

    @Test
    void answer_comesWhole() {
        ErrandNews news = answer("test.print", "head -c " + MUCH + " /dev/zero | tr '\\0' x; printf end", n -> true);
        assertThat(news.path()).isEqualTo("/agent/v1/errands/e1");
        assertThat(news.whole()).isTrue();
        assertThat(news.body()).hasSize(MUCH + 3).endsWith("xend");
    }

    @Test
    void failureBeforeMuchWasSaid_isToldInsteadOfAnAnswer() {
        ErrandNews news = answer("test.print", "echo begins; exit 1", n -> true);
        assertThat(news).isEqualTo(new ErrandNews("/agent/v1/errands/e1/failure", "{\"code\":\"told-to\",\"text\":\"told to fail\"}", true));
    }

    @Test
    void failureInTheMiddle_isTold_andTheAnswerIsNeverWhole() {
        director.ask(new Errand("e1", "test.print", "head -c " + MUCH + " /dev/zero; exit 1", 60));
        assertThat(director.awaitNews("failure", n -> n.path().endsWith("/failure")).body()).contains("told to fail");
        assertThat(director.awaitNews("answer", n -> n.path().endsWith("/e1")).whole()).isFalse();
    }

    @Test
    void unknownErrand_isToldSo() {
        assertThat(answer("test.unheard", "", n -> true).body()).contains("unknown-errand");
        assertThat(machine.alive()).isTrue();
    }
}
