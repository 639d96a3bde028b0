package brume.director.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** What leads from one design to another gives that other one, and nothing leads from a design to itself; for random designs. */
final class DesignPlannerPropertyTest {
    private static final int SEEDS = 2000;
    private static final List<String> SITES = List.of("here", "there");

    /** Services stay in the order in which they came; passwords stand in no design. */
    private static Design comparable(Design design) {
        return new Design(
                design.name(), design.description(),
                design.services().stream().map(s -> s.withPasswordGiven(false)).sorted(Comparator.comparing(ServiceDesign::name)).toList());
    }

    @Test
    void changesDone_giveWhatIsWanted() {
        int most = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Wild wild = new Wild(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
            Design from = wild.design(SITES);
            Design to = wild.design(SITES);
            List<Change> changes = DesignPlanner.changes(from, to);
            assertThat(comparable(DesignPlanner.apply(from, changes))).as("seed " + seed).isEqualTo(comparable(to));
            most = Math.max(most, changes.size());
        }
        assertThat(most).isGreaterThan(15);
    }

    @Test
    void fromADesignToItself_nothingLeads() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Design design = new Wild(RandomGeneratorFactory.of("L64X128MixRandom").create(seed)).design(SITES);
            assertThat(DesignPlanner.changes(design, design)).as("seed " + seed).isEmpty();
            assertThat(DesignPlanner.apply(design, List.of())).isEqualTo(design);
        }
    }

    @Test
    void rows_giveBackWhatWasWritten() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Design design = new Wild(RandomGeneratorFactory.of("L64X128MixRandom").create(seed)).design(SITES);
            assertThat(DesignText.read(DesignText.json(design))).as("seed " + seed).isEqualTo(design);
        }
    }
}
