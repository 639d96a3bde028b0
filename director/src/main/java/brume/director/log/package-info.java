/**
 * Logs of nodes. Purpose: what every program of every node said, in one place, also after the node is gone.
 *
 * <p>On a machine all programs write to systemd's journal, a ring of a few megabytes in memory. The agent ships it ({@link brume.director.log.LogIntake}) from the cursor on that the
 * director names; it keeps nothing itself. A director that is away costs nothing until the ring turns over: then lines are missing, and their number is told in the node's log
 * {@code agent}, known from the numbers that the journal gives its entries.
 *
 * <p>Owns the folder {@code logs} beside {@code blobs}: a folder per node ({@code node.json}: whose it was; {@code place}: the cursor; {@code gone}: found to be gone then) with a folder per
 * role with numbered files of lines. No table: rows of nodes end, logs stay. Each line has its journal's number, so a batch may come twice, overlap, or come through another director:
 * every line is there once. Whoever writes holds the file {@code lock} of the node, and looks at sizes whether somebody else wrote. A writer killed at any byte leaves half a line at most, which
 * the next one cuts off and gets again, because {@code place} is written after the lines. Files are not synced: a director's machine that loses power loses its last seconds, of which it
 * gets again what the machines' journals still have.
 *
 * <p>Secrets of the application's services are masked before anything is written, in lines that are whole; control characters are written out.
 *
 * <p>What can go wrong: a full disk (500; the agent tries again, the journal waits), a node that says too much (its role's oldest lines go), many nodes (the oldest files go, of gone nodes
 * first), a damaged file (lines that are none are left out).
 */
@NullMarked
package brume.director.log;

import org.jspecify.annotations.NullMarked;
