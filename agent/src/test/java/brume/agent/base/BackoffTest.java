package brume.agent.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    @Test
    void pauses_doubleUpToTheLongest_andAreHalfRandom() {
        for (long seed = 0; seed < 50; seed++) {
            Backoff backoff = new Backoff(FIRST, LONGEST, new SplittableRandom(seed));
            for (int i = 0; i < 40; i++) {
                Duration whole = Backoff.doubled(FIRST, LONGEST, i);
                assertThat(backoff.next()).isBetween(whole.dividedBy(2), whole);
            }
            assertThat(backoff.failures()).isEqualTo(40);
            backoff.succeeded();
            assertThat(backoff.next()).isLessThanOrEqualTo(FIRST);
        }
    }

    @Test
    void doubling_isBounded() {
        List<Long> millis = IntStream.range(0, 10).mapToObj(i -> Backoff.doubled(FIRST, LONGEST, i).toMillis()).toList();
        assertThat(millis).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 12_800L, 15_000L, 15_000L);
        assertThat(Backoff.doubled(FIRST, LONGEST, Integer.MAX_VALUE)).isEqualTo(LONGEST);
    }
}
