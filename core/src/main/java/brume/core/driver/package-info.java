/**
 * The driver SPI: how the director makes and ends machines on a site. Purpose: seven primitives and optional facets that every kind of cloud can
 * offer, small enough that one contract suite ({@code brume.testkit.contract}) pins their meaning.
 *
 * <p>A driver is thread-safe, blocking and interruptible; it remembers nothing and chooses nothing; it sees and acts only on resources that carry the tag of
 * the deployment that it was opened for. Every remote call has a deadline. What goes wrong is a {@link brume.core.driver.DriverException}.
 */
@NullMarked
package brume.core.driver;

import org.jspecify.annotations.NullMarked;
