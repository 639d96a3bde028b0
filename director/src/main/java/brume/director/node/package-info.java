/**
 * Nodes: instances with an agent that serve as members of a service. Purpose: carry the roles that the service wants down to the agent, and what the agent reports up.
 *
 * <p>Owns table {@code node}. Wanted columns are written by the service's reconciler (roles) and by enrolment (key, fence); seen columns by reports of the agent and by this
 * package's reconciler. The machine itself is the instance of the same id, one package below.
 *
 * <p>Who wakes whom: a changed instance wakes its node; a changed report or a lost agent wakes the service. A changed configuration appends an event, which
 * wakes the long poll of the agent.
 *
 * <p>Identity: the first key that enrols with the token of the machine's generation is granted the node and a new fence; a second machine of the same generation is refused
 * while the first one speaks. A report or request under an older fence is answered with 409 and the agent goes inert, so two machines never act as one node.
 *
 * <p>Errands: what somebody wants of a node at once (a dump) waits in memory for the agent's poll, is handed out once, and its answer is passed on as it comes, at the reader's pace.
 *
 * <p>What can go wrong: an agent that never comes up (WAITING for long), one that falls silent (LOST), one that cannot bring a role (its report says why). All of them show in {@code why}.
 */
@NullMarked
package brume.director.node;

import org.jspecify.annotations.NullMarked;
