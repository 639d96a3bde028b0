/**
 * The contract suite of the driver SPI. Purpose: one meaning of {@link brume.core.driver.CloudDriver}, pinned by tests that the fake and every driver run against a real
 * or faithful backend.
 *
 * <p>A driver's test extends {@link brume.testkit.contract.CloudDriverContract} and supplies a {@link brume.testkit.contract.DriverUnderTest}. The tests live in
 * one interface per {@linkplain brume.testkit.contract.Topic topic}; each makes what it needs through a {@link brume.testkit.contract.Scene}, under a
 * deployment name of its own, and the scene removes all of it at the end. What a driver does not support it says in
 * {@link brume.testkit.contract.DriverUnderTest#optOuts()}, with the reason; the list is printed and the tests count as skipped, never as passed.
 *
 * <p>The suite asserts what the SPI promises and no more: every look that may be late goes through {@link brume.testkit.contract.Patience}, the only place that waits.
 */
@NullMarked
package brume.testkit.contract;

import org.jspecify.annotations.NullMarked;
