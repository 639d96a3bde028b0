/**
 * What director and agent say to each other (HTTPS with mutual TLS, JSON; names in JSON are the component names). Purpose: one document down
 * ({@link brume.core.agent.NodeConfig}), one document up ({@link brume.core.agent.NodeReport}).
 *
 * <p>An agent is inert until it holds a certificate and a config with a fence; it obeys no config whose fence is lower than the highest that it has seen. Ids are in their text
 * form here, because these records are the wire.
 */
@NullMarked
package brume.core.agent;

import org.jspecify.annotations.NullMarked;
