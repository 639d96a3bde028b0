/**
 * The agent's key, its certificate and whom it trusts. Purpose: prove to a director which machine this is, and believe only the director's authority.
 *
 * <p>The key is made once per machine and kept before anything is asked with it, so that a lost answer can be asked for again. The request for a certificate is PKCS#10
 * (RFC 2986), encoded here because the JDK has no public encoder; the director chooses the name in the certificate.
 */
@NullMarked
package brume.agent.tls;

import org.jspecify.annotations.NullMarked;
