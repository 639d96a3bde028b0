/**
 * Consistency checks of databases of users. Purpose: run one on demand, bounded, and keep what it found. Owns table {@code service_check}: the newest check of each service.
 *
 * <p>A check runs in the director that took the request, beside the engine: it is an experiment, not a state to be wanted, so it is not repeated when it ends early. Its row says how
 * it stands, so that every director can tell and cancel: the one that runs it writes the row every second, and looks there whether somebody cancelled.
 *
 * <p>What can go wrong. The director dies: the row gets old, the check counts as lost, another one may begin and first removes what the lost one left in the database. The service is
 * removed meanwhile: the check fails, and its row is gone with the service.
 */
@NullMarked
package brume.director.check;

import org.jspecify.annotations.NullMarked;
