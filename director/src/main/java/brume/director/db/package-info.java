/**
 * The database: opening it, bringing its schema up to date, reading and writing in transactions. Purpose: one schema for SQLite (embedded, one writer and several
 * readers, write-ahead log, synchronous FULL) and PostgreSQL. Owns no tables; every table has its store in the package of its feature.
 */
@NullMarked
package brume.director.db;

import org.jspecify.annotations.NullMarked;
