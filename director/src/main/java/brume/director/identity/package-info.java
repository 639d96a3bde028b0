/**
 * Who is who. Purpose: the director's own certificate authority, the identities of agents, accounts, tokens, and the keys that seal secrets; nothing is ever there by default
 * except what was made at random on this machine.
 *
 * <p>Owns the tables {@code account}, {@code token} and {@code certificate}, and below the state directory the files {@code ca/*}, {@code secrets/*}, {@code token} and
 * {@code cli.json}, all of them readable by the owner only. Of passwords it keeps Argon2id hashes, of tokens SHA-256 hashes.
 *
 * <p>Agents: the director puts an enrolment token ({@link brume.director.identity.Enrolment}) into a machine when it makes it; the agent exchanges it for a certificate that names
 * the instance and the generation of its machine ({@link brume.director.identity.Authority}). A revoked or unknown serial is refused in the TLS handshake and on every request.
 *
 * <p>What can go wrong: a lost authority key means that every agent and client must be given a new one; a lost vault key means that sealed secrets are gone; a lost local token is
 * replaced at the next start.
 */
@NullMarked
package brume.director.identity;

import org.jspecify.annotations.NullMarked;
