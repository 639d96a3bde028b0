/**
 * A director for agents to talk to: HTTPS with mutual TLS on loopback, an authority of its own, and faults on demand. Used by the tests, and by the packaging to train the
 * agent's cache of loaded classes.
 */
@NullMarked
package brume.agent.fake;

import org.jspecify.annotations.NullMarked;
