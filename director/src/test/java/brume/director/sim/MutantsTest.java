package brume.director.sim;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.driver.Capabilities;
import brume.core.driver.CloudDriver;
import brume.core.driver.ProviderRef;
import brume.core.driver.StopMode;
import brume.core.id.InstanceId;
import brume.core.outcome.Outcome;
import brume.director.db.Life;
import brume.director.engine.Kind;
import brume.director.engine.Reconciler;
import brume.testkit.fake.FakeGuest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Planted mistakes: the simulator must find each within a few hundred seeds, or it is not worth its time. */
final class MutantsTest {
    private static final long SEEDS_MAX = 600;

    private static String found(Variation mutant) {
        Optional<String> failure =
                LongStream.range(0, SEEDS_MAX).mapToObj(seed -> Runs.failure(seed, mutant)).flatMap(Optional::stream).findFirst();
        return failure.map(text -> text.lines().findFirst().orElse("")).orElse("nothing found");
    }

    @Test
    void keysTrustedWhereTheCloudIgnoresThem_isFound() {
        String failure = found(new Variation() {
            @Override
            public CloudDriver driver(CloudDriver real) {
                return new Retold(real, c -> new Capabilities(c.provider(), true, c.listingLag(), c.staticAddresses()));
            }
        });
        assertThat(failure).contains("does not settle");
    }

    @Test
    void fenceNotChecked_isFound() {
        String failure = found(new Variation() {
            @Override
            public Desk desk(World world) {
                return (InstanceId instance, long generation, FakeGuest guest) -> OptionalLong.of(1);
            }
        });
        assertThat(failure).contains("two copies run under one fence");
    }

    @Test
    void sweeperOff_isFound() {
        String failure = found(new Variation() {
            @Override
            public List<Reconciler> reconcilers(List<Reconciler> real, SimDirector director) {
                return replaced(real, Kind.SITE, (reconciler, id) -> new Outcome.Settled("sleeps", Duration.ofSeconds(30)));
            }
        });
        assertThat(failure).contains("does not settle").containsAnyOf("without a row", "nobody owns", "dead, and has");
    }

    @Test
    void deletionForgotten_isFound() {
        String failure = found(new Variation() {
            @Override
            public List<Reconciler> reconcilers(List<Reconciler> real, SimDirector director) {
                return replaced(real, Kind.INSTANCE, (reconciler, id) -> {
                    boolean dying = director.instances().find(new InstanceId(id)).filter(row -> row.life() == Life.DYING).isPresent();
                    return dying ? new Outcome.Settled("whatever", Duration.ofMinutes(1)) : reconciler.reconcile(id);
                });
            }
        });
        assertThat(failure).contains("does not settle").contains("still dying");
    }

    @Test
    void powerForgotten_isFound() {
        String failure = found(new Variation() {
            @Override
            public CloudDriver driver(CloudDriver real) {
                return new Retold(real, c -> c) {
                    @Override
                    public void stop(ProviderRef ref, StopMode mode) {
                        // says that it did
                    }
                };
            }
        });
        assertThat(failure).contains("does not settle");
    }

    private interface Instead {
        Outcome reconcile(Reconciler real, UUID id);
    }

    private static List<Reconciler> replaced(List<Reconciler> real, Kind kind, Instead instead) {
        return real.stream().map(r -> r.kind().equals(kind) ? replacement(r, instead) : r).toList();
    }

    private static Reconciler replacement(Reconciler real, Instead instead) {
        return new Reconciler() {
            @Override
            public Kind kind() {
                return real.kind();
            }

            @Override
            public Outcome reconcile(UUID id) {
                return instead.reconcile(real, id);
            }
        };
    }
}
