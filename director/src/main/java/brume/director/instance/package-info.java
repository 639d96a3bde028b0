/**
 * Instances: machines and containers, one row each, whatever the site. Purpose: bring every wanted machine to be, keep exactly one of it, and leave nothing behind. Owns the tables
 * {@code instance} and {@code volume}, and takes addresses from {@link brume.director.site.AddressStore}. Kind {@code instance}.
 *
 * <p>States: ALIVE (wanted, on or off), DYING (machine, volumes and address are being given back, in this order), DEAD (owns nothing; kept until no listing can show the old state),
 * then purged.
 *
 * <p>A machine has a generation. Its key is the instance's id and the generation; its name at the provider is the row's name and the generation. Every create call is preceded by a
 * committed {@code create_asked_at}. Afterwards nobody assumes that the call did not happen: where keys are honoured it is repeated with the same key; elsewhere the listing is
 * awaited, what appears is adopted, and what is too many is reaped. A machine that was seen and is surely gone is succeeded by the next generation, with the same address and
 * volumes. Machines that end one after the other are succeeded ever more slowly.
 *
 * <p>Who wakes whom: wants wake the instance; every change of what is seen wakes the node of the same id, and is an event.
 *
 * <p>What can go wrong: a reply is lost, an effect comes late, a listing shows the old state, a cloud makes two of one order, a machine or its host ends, the director dies between
 * any two steps. {@link brume.director.instance.InstancePlanner} answers each by looking again. What takes effect after its row is dead is swept by the site.
 */
@NullMarked
package brume.director.instance;

import org.jspecify.annotations.NullMarked;
