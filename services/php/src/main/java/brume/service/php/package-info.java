/**
 * The plan half of the service {@code php}: PHP applications behind HAProxy and nginx. Purpose: which settings users may change, and what php-fpm is told. Placement and the order of
 * all changes are those of every web service: {@link brume.service.web}.
 *
 * <p>Versions lie beside each other on the disk of every backend, and each request names its file, so one php-fpm serves all of them. Its configuration holds the seven settings and the
 * application's environment.
 */
@NullMarked
package brume.service.php;

import org.jspecify.annotations.NullMarked;
