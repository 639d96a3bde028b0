package brume.director.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.Capabilities;
import brume.core.driver.CloudDriver;
import brume.core.driver.ProviderRef;
import brume.core.driver.StopMode;
import brume.core.id.InstanceId;
import brume.core.id.ServiceId;
import brume.core.outcome.Outcome;
import brume.core.service.ServiceType;
import brume.director.db.Life;
import brume.director.engine.Kind;
import brume.director.engine.Reconciler;
import brume.testkit.sim.AgentPort;
import brume.testkit.sim.Trace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Planted mistakes: random seeds must find each within a few hundred, or they are not worth their time; one that needs a rare meeting has a scene of its own in {@link StoryTest}. */
final class MutantsTest {
    private static final long SEEDS_MAX = 600;

    private interface Play {
        Trace of(long seed, Variation mutant);
    }

    /** In worlds of nodes. */
    private static String found(Variation mutant) {
        return found(SimWorld::playNodes, mutant);
    }

    /** In worlds of the whole director. */
    private static String foundInWhole(Variation mutant) {
        return found(SimWorld::play, mutant);
    }

    private static String found(Play play, Variation mutant) {
        return LongStream.range(0, SEEDS_MAX).mapToObj(seed -> failure(play, seed, mutant)).flatMap(Optional::stream).findFirst().orElse("nothing found");
    }

    /** The first line of what went wrong. */
    private static Optional<String> failure(Play play, long seed, Variation mutant) {
        try {
            play.of(seed, mutant);
            return Optional.empty();
        } catch (AssertionError failure) {
            return Optional.of(String.valueOf(failure.getMessage())).flatMap(text -> text.lines().findFirst());
        }
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
    void directorsGoByClocksOfTheirOwn_isFound() {
        AtomicInteger made = new AtomicInteger();
        String failure = found(SimWorld::playTwo, new Variation() {
            @Override
            public InstantSource clock(InstantSource shared) {
                Duration ahead = made.incrementAndGet() % 2 == 0 ? Duration.ofMinutes(3) : Duration.ZERO;
                return () -> shared.instant().plus(ahead);
            }
        });
        assertThat(failure).contains("does not settle");
    }

    @Test
    void fenceNotChecked_isFound() {
        Variation mutant = new Variation() {
            @Override
            public AgentPort agents(AgentPort real, SimWorld world) {
                return new Trusting(real, world);
            }
        };
        assertThatThrownBy(() -> StoryTest.secondMachineComes(mutant)).hasMessageContaining("never two running copies under one fence");
    }

    @Test
    void configGenerationIgnored_isFound() {
        String failure = foundInWhole(new Variation() {
            @Override
            public AgentPort agents(AgentPort real, SimWorld world) {
                return new Forwarding(real) {
                    @Override
                    public ConfigAnswer config(String certificate, long after) {
                        return after > 0 ? new Unchanged() : super.config(certificate, after);
                    }
                };
            }
        });
        assertThat(failure).contains("does not settle");
    }

    @Test
    void nodesNotLookedAfter_isFound() {
        String failure = found(new Variation() {
            @Override
            public List<Reconciler> reconcilers(List<Reconciler> real, SimDirector director) {
                return replaced(real, Kind.NODE, (reconciler, id) -> new Outcome.Settled("sleeps", Duration.ofSeconds(30)));
            }
        });
        assertThat(failure).contains("does not settle");
    }

    @Test
    void deletionOfServicesForgotten_isFound() {
        String failure = foundInWhole(new Variation() {
            @Override
            public List<Reconciler> reconcilers(List<Reconciler> real, SimDirector director) {
                return replaced(real, Kind.SERVICE, (reconciler, id) -> {
                    boolean dying = director.services().find(new ServiceId(id)).filter(row -> row.life() == Life.DYING).isPresent();
                    return dying ? new Outcome.Settled("whatever", Duration.ofMinutes(1)) : reconciler.reconcile(id);
                });
            }
        });
        assertThat(failure).contains("does not settle").contains("still being deleted");
    }

    @Test
    void nodeRemovedBeforeItHasLeft_isFound() {
        Variation mutant = new Variation() {
            @Override
            public ServiceType type(ServiceType real) {
                return new Hasty(real);
            }
        };
        assertThat(foundInWhole(mutant)).contains("removed before it has left");
        assertThatThrownBy(() -> StoryTest.backendIsTakenAway(mutant)).hasMessageContaining("removed before it has left");
        assertThatThrownBy(() -> StoryTest.databaseIsTakenAway(mutant)).hasMessageContaining("removed before it has left");
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
