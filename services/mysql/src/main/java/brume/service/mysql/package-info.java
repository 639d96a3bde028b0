/**
 * Plan half of the {@code mysql} service: MariaDB with Galera behind an optional HAProxy. Purpose: decide, from what the nodes report, who may start the cluster, who joins, who
 * leaves, who takes the writes and what applications are told.
 *
 * <p><b>Roles.</b> {@code mysql.mysql} is one MariaDB on a node and a volume of its own; {@code mysql.glb} is one HAProxy on a node of its own. Applications get one address: the
 * load balancer's when there is one, else that of the <i>writer</i>, one synced node that takes all writes until it is lost or leaves.
 *
 * <p><b>Duties.</b> Each MariaDB node has a {@link brume.service.mysql.Duty} in its orders, and reports the duty that it holds on its disk. The rules that keep the data whole:
 * <ul>
 *   <li>{@code ALONE} is given only to the one node that can have data. It may start by itself at any time, without the director. Before any other node may join, the holder must
 *       have reported another duty.
 *   <li>{@code HOLD} forbids to run, so the position that a held node reports cannot change. When no node is in a primary component, all nodes that may have data are held in one
 *       numbered round, and only when each of them has reported its position in that round is the most advanced one told {@code BOOTSTRAP}, once, under the round's number.
 *   <li>A node uses a bootstrap number up before it starts; one that fails leads to a new round, never to a second start.
 *   <li>{@code MEMBER} joins others and never starts a cluster.
 *   <li>A node leaves ({@code LEAVE}) only while another one that stays is in the primary component and serves.
 * </ul>
 *
 * <p><b>Tools.</b> A dump is an errand to a synced node that does not write. A load is an attachment that the writer begins once: a row in {@code brume_meta.loads}, written before the
 * first statement, keeps every node from beginning it again, and tells how far it is.
 *
 * <p><b>Memory.</b> The planner keeps none. What it has to remember (who is writer, the round, the cluster's UUID, who is leaving) is in the orders that it gave last, which come back
 * to it as {@link brume.core.service.Member#wanted()}.
 *
 * <p><b>What can go wrong.</b> The volumes of all nodes are lost: the cluster's UUID is in the orders, so no node makes an empty database in its place; the user must say so with the
 * setting {@code forget}. A node that may have data does not come back: the round waits and says for whom; removing that node lets the others go on.
 */
@NullMarked
package brume.service.mysql;

import org.jspecify.annotations.NullMarked;
