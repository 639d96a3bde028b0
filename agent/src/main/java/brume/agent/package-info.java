/**
 * The agent: a small process in every machine that Brume makes. Purpose: bring the machine's roles to the config that a director sends, and say what came of it.
 *
 * <p>Packages, arrows point down: {@code node} (protocol, identity, orders) → {@code role} (which step when) → {@code machine} (files, programs, units, content) →
 * {@code http}, {@code tls} → {@code base}. Carried along: the JDK and a JSON library, and the node halves of the services.
 */
@NullMarked
package brume.agent;

import org.jspecify.annotations.NullMarked;
