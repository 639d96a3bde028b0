package brume.director.site;

import brume.core.driver.DriverFactory;
import brume.core.driver.ObservedImage;
import brume.core.driver.SiteSettings;
import brume.core.id.IdSource;
import brume.core.id.SiteId;
import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.director.db.Database;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Query;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Sites over HTTP. */
public final class SiteRoutes {
    private final Database database;
    private final SiteStore sites;
    private final Tenants tenants;
    private final Map<String, DriverFactory> factories = new TreeMap<>();
    private final ImageShelf images;
    private final IdSource ids;

    private static final Query<String> SITE = Query.text("site", "Only images of this site.");

    public SiteRoutes(
            Database database, SiteStore sites, Tenants tenants, Collection<? extends DriverFactory> factories, ImageShelf images, IdSource ids) {
        this.database = Objects.requireNonNull(database);
        this.sites = Objects.requireNonNull(sites);
        this.tenants = Objects.requireNonNull(tenants);
        factories.forEach(f -> this.factories.put(f.kind(), f));
        this.images = Objects.requireNonNull(images);
        this.ids = Objects.requireNonNull(ids);
    }

    /** A new site; {@code settings} are the driver's own, secrets as paths of files. */
    public record NewSite(String name, String driver, Optional<Map<String, String>> settings, Optional<String> location) {}

    /**
     * A site.
     *
     * @param ok whether it answered at the last look; left out before the first
     * @param instances rows that are not dead
     */
    public record SiteView(
            String id,
            String name,
            String driver,
            Map<String, String> settings,
            String tier,
            String location,
            Optional<Boolean> ok,
            String provider,
            String text,
            Optional<Instant> seenAt,
            int instances,
            Instant createdAt) {}

    /** An image of a site. */
    public record ImageView(String site, String fingerprint, List<String> aliases, long size, String description) {}

    public List<Route> routes() {
        return List.of(
                Route.get("/sites", Access.USER_READ, "List sites").returnsMany(SiteView.class).to(this::list),
                Route.post("/sites", Access.ADMIN, "Add a site").takes(NewSite.class).returns(201, SiteView.class).to(this::add),
                Route.get("/sites/{site}", Access.USER_READ, "Show a site").returns(SiteView.class).to(this::show),
                Route.delete("/sites/{site}", Access.ADMIN, "Forget a site on which nothing runs").to(this::delete),
                Route.get("/images", Access.USER_READ, "List the images of the sites").query(SITE).returnsMany(ImageView.class).to(this::images));
    }

    private Reply list(Call call) {
        return Reply.of(sites.all().stream().map(this::view).toList());
    }

    private Reply show(Call call) {
        return Reply.of(view(site(call.path("site"))));
    }

    private Reply add(Call call) {
        NewSite body = call.body(NewSite.class);
        List<Problem> problems = new ArrayList<>();
        SiteSettings settings = new SiteSettings(body.settings().orElse(Map.of()));
        if (!body.name().matches("[a-z][a-z0-9-]{0,62}") || body.name().equals("default")) {
            problems.add(Problem.at("bad-name", "A site's name has 1 to 63 lower-case letters, digits and dashes, and begins with a letter.", Place.field("/name")));
        }
        Optional<DriverFactory> factory = Optional.ofNullable(factories.get(body.driver()));
        if (factory.isEmpty()) {
            problems.add(Problem.at(
                    "unknown-driver", "There is no driver '" + body.driver() + "'; there are: " + String.join(", ", factories.keySet()) + ".", Place.field("/driver")));
        }
        factory.ifPresent(f -> problems.addAll(f.check(AddressStore.driverSettings(settings))));
        problems.addAll(AddressStore.check(settings));
        Call.check(problems);
        SiteId id = new SiteId(ids.next());
        database.write(tx -> {
            if (sites.findByName(tx, body.name()).isPresent()) {
                throw Refusal.conflict("name-taken", "There is a site \"" + body.name() + "\" already.");
            }
            sites.want(tx, new SiteWant(id, body.name(), body.driver(), settings, Tier.CLOUD, body.location().orElse("")));
            return null;
        });
        return Reply.of(view(site(body.name())));
    }

    private Reply delete(Call call) {
        Site site = site(call.path("site"));
        if (!tenants.of(site.id()).isEmpty()) {
            throw Refusal.conflict("site-in-use", "The site has instances; delete what runs there first.");
        }
        database.write(tx -> {
            sites.wantGone(tx, site.id());
            return null;
        });
        return Reply.nothing();
    }

    private Reply images(Call call) {
        List<Site> wanted = call.query(SITE).map(name -> List.of(site(name))).orElseGet(sites::all);
        List<ImageView> all = new ArrayList<>();
        for (Site site : wanted) {
            for (ObservedImage image : images.of(site.id())) {
                all.add(new ImageView(site.name(), image.fingerprint(), image.aliases(), image.size().value(), image.description()));
            }
        }
        return Reply.of(all);
    }

    private Site site(String name) {
        return sites.findByName(name).orElseThrow(() -> Refusal.notFound("site", name, sites.names()));
    }

    private SiteView view(Site site) {
        Optional<Site.Seen> seen = site.seen();
        return new SiteView(
                site.id().toString(),
                site.name(),
                site.want().driver(),
                site.want().settings().values(),
                site.want().tier().text(),
                site.want().location(),
                seen.map(Site.Seen::ok),
                seen.map(Site.Seen::provider).orElse(""),
                seen.map(Site.Seen::text).orElse(""),
                seen.map(Site.Seen::at),
                tenants.of(site.id()).size(),
                site.createdAt());
    }
}
