/**
 * Works on a database as applications do and writes down what happened, for {@link brume.consistency.Judge}. Purpose: tell somebody whether the cluster that they have keeps what a
 * database on one server keeps.
 *
 * <p><b>Workloads</b>, side by side, each on tables of its own in a database made for this check:
 * <ul>
 *   <li><i>lists</i>: transactions of one to four plain reads and appends on a few busy rows; the rows change when their lists have become long.
 *   <li><i>bank</i>: money moved between accounts that are locked by {@code SELECT … FOR UPDATE}; others look at all accounts at once.
 *   <li><i>counters</i>: a number is read plainly and put back one higher.
 *   <li><i>inserts</i>: rows, each acknowledged by itself.
 * </ul>
 *
 * <p><b>Statements</b> are chosen so that one MariaDB at {@code REPEATABLE-READ}, its default, is clean: the plain reads of lists and counters count on
 * {@code innodb_snapshot_isolation} (on by default since 11.6.2), without which InnoDB lets lost updates pass, and they are then reported as that level's own.
 *
 * <p><b>Threads</b> come from outside, one for each connection. All waiting ends when the check is cancelled.
 *
 * <p><b>What can go wrong.</b> A connection that breaks is opened again, and the transaction that it broke counts as unknown if its commit had been sent. When no connection can be
 * opened at the start or for the last look the check fails: half a result would look like a whole one.
 */
@NullMarked
package brume.consistency.run;

import org.jspecify.annotations.NullMarked;
