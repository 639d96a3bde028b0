/**
 * Manifests: one text that describes an application. Purpose: read ConPaaS's JSON form, and the same as YAML, into {@link brume.director.manifest.Manifest}, or say every
 * mistake at once with line and column. Pure: no I/O, no tables; whoever deploys fetches the named files and writes the rows.
 *
 * <p>Reading goes in two steps. {@link brume.director.manifest.DocumentReader} turns text into a tree that knows where each value stands ({@link
 * brume.director.manifest.Located}); after a syntax error in JSON it mends a copy (a missing comma, one too many) and goes on, so that one mistake does not hide the
 * next. {@link brume.director.manifest.ManifestParser} turns the tree into a manifest and collects what does not fit. A document with any problem is refused whole.
 *
 * <p>Source of the fields: ConPaaS 2 manual, "Manifest Guide". Beyond it: {@code Version} at the top, {@code Settings} in a service, files beside the manifest.
 */
@NullMarked
package brume.director.manifest;

import org.jspecify.annotations.NullMarked;
