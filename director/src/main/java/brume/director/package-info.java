/**
 * The director: the control plane as one process. Purpose of this package: start it ({@link brume.director.DirectorMain}) from its settings ({@link brume.director.Settings})
 * by making every part in order ({@link brume.director.Wiring}). Everything else lives in the packages below, by feature; arrows point down only: {@code app → service → node
 * → instance → site → base (engine, db, http, identity, event, blob, secret, manifest)}.
 */
@NullMarked
package brume.director;

import org.jspecify.annotations.NullMarked;
