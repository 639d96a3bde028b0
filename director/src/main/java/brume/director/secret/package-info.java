/**
 * Secrets of services. Purpose: make them once, keep them sealed, hand their value to nobody but the agent that needs it.
 *
 * <p>Owns table {@code secret} (sealed by the vault; a change is a new version, so that what names the secret changes too). Everything else in the director holds
 * {@link brume.core.service.SecretRef} placeholders; {@link brume.director.secret.Secrets#reveal} puts values in their place at the moment of delivery.
 */
@NullMarked
package brume.director.secret;

import org.jspecify.annotations.NullMarked;
