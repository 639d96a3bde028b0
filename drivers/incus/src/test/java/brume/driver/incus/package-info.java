/**
 * Tests of the driver for Incus and LXD. The fast ones speak to a small HTTP server on a UNIX socket or hand over recorded answers; the contract runs against a real
 * daemon, over its socket and over HTTPS, and is tagged {@code containers}.
 */
@NullMarked
package brume.driver.incus;

import org.jspecify.annotations.NullMarked;
