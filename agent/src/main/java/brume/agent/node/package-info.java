/**
 * The node side of the agent protocol: who this machine is, what it shall be, what it is. Purpose: keep {@link brume.core.agent.NodeConfig} coming down and
 * {@link brume.core.agent.NodeReport} going up, over connections that the agent opens.
 *
 * <p>Start: find the {@link brume.core.agent.Bootstrap}; if it names another machine than the kept state (a copied disk), forget that state; have a key; bring the kept
 * config, if there is one, without asking anybody; enrol if there is no certificate; report; then poll, report and renew for ever.
 *
 * <p>Kept in {@code /var/lib/brume-agent}, for root only: {@code bootstrap.json} (without the token), {@code key.pem}, {@code identity.json} (certificate, authority),
 * {@code orders.json} (config, lowest fence to obey, roles that may be there), {@code content/}, {@code startup/}.
 *
 * <p>Fences: without a config whose fence is at least 1 the agent does nothing (inert). A config with a lower fence than one seen is refused, over restarts too. A director
 * that answers 409 or 410 says that the identity is held by another machine or gone: the roles are stopped, the config is forgotten, its fence is never obeyed again.
 *
 * <p>Errands: an answer to the poll may say that something is to be done at once. It is fetched, done on a thread of its own beside the roles, and answered by a stream; nothing
 * of it is kept, and what was fetched is never done again.
 *
 * <p>What can go wrong: the director is away (roles stay, loops pause up to 15 s and try on); an answer is lost (everything asked can be asked again, with the same key); the
 * certificate ends while the machine is off (enrols again); the process is killed anywhere (all files are whole, all acts can be repeated).
 */
@NullMarked
package brume.agent.node;

import org.jspecify.annotations.NullMarked;
