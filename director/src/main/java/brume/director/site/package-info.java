/**
 * Sites: anywhere machines can be had. Purpose: keep the list of sites and the drivers that are open for them, say whether each answers, hand out addresses, and sweep what is
 * ours and nobody's. Owns the tables {@code site}, {@code address} and {@code orphan}. Kind {@code site}.
 *
 * <p>States: ALIVE, DYING (waits until nothing lives there any more), then the row is gone.
 *
 * <p>A pass lists the site's machines and volumes, which also tells whether the site answers. What carries our tag and belongs to no living row (no row, a dead one, an earlier
 * generation) is an orphan: it is noted with the time, and removed once it has been one for {@link brume.director.site.SitePlanner#GRACE} and the listing lag, one per pass. What
 * lives at a site is told by {@link brume.director.site.Tenants}, because the rows belong to the package above.
 *
 * <p>Who wakes whom: wanting or unwanting a site wakes it; when a site answers again after trouble, it wakes everything that lives there.
 *
 * <p>What can go wrong: a listing that shows the old state makes orphans of what is just going (the grace covers it); a create call that takes effect after its row has died makes
 * a real orphan (the sweep removes it); a site that is away is shown as such and asked again, ever more slowly.
 */
@NullMarked
package brume.director.site;

import org.jspecify.annotations.NullMarked;
