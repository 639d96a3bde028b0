/**
 * A cloud in memory. Purpose: the director's tests, simulations and benchmarks run against it as against a real site, fast, and with everything going wrong that goes wrong
 * on real sites.
 *
 * <p>{@link brume.testkit.fake.FakeCloud} is the provider: one world of machines, volumes and images, ours and foreign ones. {@link brume.testkit.fake.FakeCloudSettings} says
 * how it behaves when all is well (keys, lag, delays, capacity), {@link brume.testkit.fake.FakeFaults} what goes wrong by chance. It makes no threads and never waits: time is
 * the {@code InstantSource} that it is given, and what becomes true later is settled at the next call. So it is as right on a virtual clock as on the real one. It passes the
 * contract suite in every flavour.
 *
 * <p>Test code sees more than a driver does: the truth without lag, the guests with their bootstrap texts (so that simulated agents can boot), attempts on foreign
 * resources, and what happens next.
 */
@NullMarked
package brume.testkit.fake;

import org.jspecify.annotations.NullMarked;
