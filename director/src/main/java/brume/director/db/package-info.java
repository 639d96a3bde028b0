/**
 * The database: opening it, bringing its schema up to date, reading and writing in transactions. Purpose: one schema for SQLite (embedded, one writer and several
 * readers, write-ahead log, synchronous FULL) and PostgreSQL, which several directors may share. Owns no tables; every table has its store in the package of its feature.
 *
 * <p>Writers take turns on one connection. Those that wait meanwhile are run by whoever gets the turn, each in a savepoint of its own, and share one commit, so that many small
 * transactions cost few syncs. What a transaction wants done once it is committed it registers with {@link brume.director.db.Database#afterCommit}. A pass of the engine puts a
 * guard before each of its transactions ({@link brume.director.db.Database#guarded}).
 *
 * <p>On PostgreSQL the writers of all directors take turns too: each transaction takes the schema's lock first, and reads the server's clock, which all of them go by. What a transaction
 * tells ({@link brume.director.db.Database#tell}) reaches the other directors with its commit.
 *
 * <p>What can go wrong: the process dies (what was acknowledged is on disk, the rest never happened); the disk is full (writes throw, reads go on); a second director opens the
 * same file (refused); the server is away or a connection breaks ({@link brume.director.db.DatabaseException}; in the middle of a commit
 * {@link brume.director.db.CommitUnknownException}); a director freezes in a transaction (the server ends it).
 */
@NullMarked
package brume.director.db;

import org.jspecify.annotations.NullMarked;
