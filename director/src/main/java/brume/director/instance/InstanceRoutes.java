package brume.director.instance;

import brume.core.id.InstanceId;
import brume.director.db.Life;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Page;
import brume.director.http.Query;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.site.Site;
import brume.director.site.SiteStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Instances over HTTP. */
public final class InstanceRoutes {
    private static final Query<String> SITE = Query.text("site", "Only instances of this site.");

    private final InstanceStore instances;
    private final SiteStore sites;

    public InstanceRoutes(InstanceStore instances, SiteStore sites) {
        this.instances = Objects.requireNonNull(instances);
        this.sites = Objects.requireNonNull(sites);
    }

    /**
     * An instance.
     *
     * @param name of its present machine at the provider
     * @param power as the site shows it, {@code unknown} before
     * @param life {@code alive}, {@code dying} or {@code dead}
     * @param generation of the machine
     */
    public record InstanceView(
            String id,
            String name,
            String site,
            Optional<String> address,
            String power,
            String wantPower,
            String life,
            long generation,
            String image,
            int cpuMillicores,
            long memoryBytes,
            long diskBytes,
            Instant createdAt,
            String host) {}

    public List<Route> routes() {
        return List.of(
                Route.get("/instances", Access.USER_READ, "List instances in the order of their making")
                        .query(SITE)
                        .returnsPage(InstanceView.class)
                        .to(this::list),
                Route.get("/instances/{instance}", Access.USER_READ, "Show an instance").returns(InstanceView.class).to(this::show));
    }

    private Reply list(Call call) {
        Optional<Site> site = call.query(SITE).map(name -> sites.findByName(name).orElseThrow(() -> Refusal.notFound("site", name, sites.names())));
        Page.Want want = call.page();
        List<Instance> rows = instances.page(site.map(Site::id), want.after().map(InstanceId::parse), want.rows());
        Page<Instance> page = Page.of(rows, want, i -> i.id().toString());
        Map<String, String> names = new HashMap<>();
        sites.all().forEach(s -> names.put(s.id().toString(), s.name()));
        return Reply.of(new Page<>(
                page.items().stream().map(i -> view(i, names.getOrDefault(i.site().toString(), ""))).toList(), page.next()));
    }

    private Reply show(Call call) {
        String which = call.path("instance");
        Instance instance = instances.find(call.path("instance", "instance", InstanceId::parse))
                .orElseThrow(() -> Refusal.notFound("instance", which));
        return Reply.of(view(instance, sites.find(instance.site()).map(Site::name).orElse("")));
    }

    private static InstanceView view(Instance instance, String site) {
        String seen = instance.seen().map(s -> s.power().name()).orElse(instance.life() == Life.DEAD ? "GONE" : "UNKNOWN");
        return new InstanceView(
                instance.id().toString(),
                instance.machineName(),
                site,
                instance.reachableAddress(),
                seen.toLowerCase(Locale.ROOT),
                instance.power().name().toLowerCase(Locale.ROOT),
                instance.life().name().toLowerCase(Locale.ROOT),
                instance.generation(),
                instance.want().image(),
                instance.want().flavor().cpu().value(),
                instance.want().flavor().memory().value(),
                instance.want().flavor().disk().value(),
                instance.createdAt(),
                instance.seen().map(Instance.Seen::host).orElse(""));
    }
}
