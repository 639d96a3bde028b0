/**
 * What happened in a database, and what of it should not have. Purpose: judge a recorded {@link brume.consistency.History} of transactions without asking the database again. Pure.
 *
 * <p><b>The idea.</b> Every value is written once, so it tells who wrote it. The rows are lists that values are appended to, so what a read returns tells in which order they were
 * written: of two reads of one row, one is the beginning of the other. From that follow, for every row, who wrote after whom (<i>ww</i>), who read what whom had written (<i>wr</i>)
 * and who read what somebody then changed (<i>rw</i>). In a database that keeps transactions apart no chain of these leads back to its beginning; which kinds of chains do
 * tells which promise is broken. After Adya's thesis (1999) for the kinds, and Kingsbury and Alvaro, "Elle" (VLDB 2020) for inferring them from lists.
 *
 * <p><b>Besides</b>: a read that lacks what was acknowledged before it began ({@link brume.consistency.AnomalyKind#STALE_READ}), acknowledged writes that are not there at the end,
 * and accounts whose sum changes.
 *
 * <p><b>What is known of a transaction</b>: acknowledged, refused, or unknown because the answer was lost. One whose end is unknown counts as committed as soon as somebody has seen
 * something of it. So nothing is reported that a correct database could have done.
 *
 * <p><b>What can go wrong.</b> Rows that nobody read at the end have no order after their last read: what was appended later takes part in nothing but the real-time checks. The
 * workloads read every row at the end for this reason.
 */
@NullMarked
package brume.consistency;

import org.jspecify.annotations.NullMarked;
