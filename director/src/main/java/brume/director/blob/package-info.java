/**
 * Blobs: bytes known by their SHA-256. Purpose: what users upload and what nodes fetch, kept once whoever needs it, on disk before any row says so; and code archives, which are
 * taken apart and written anew so that nothing hostile ever reaches a node.
 *
 * <p>Owns the table {@code blob} and the directory {@code blobs}. A file is written aside, synced, moved in place and only then recorded; a file without a row is swept at the next
 * start, a row without a file does not happen. A blob that no code version and no attachment names is collected after a grace, so that a client has time between upload and use.
 * Whoever records a use does it in a transaction that checks the row ({@link brume.director.blob.BlobStore#require}); so collection and use cannot cross.
 *
 * <p>What can go wrong: a full disk (507, nothing half-made), a damaged or hostile archive (refused, each bad entry named), a bomb (limits on entries, bytes and ratio).
 */
@NullMarked
package brume.director.blob;

import org.jspecify.annotations.NullMarked;
