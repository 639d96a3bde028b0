package brume.director.app;

import brume.core.id.AppId;
import brume.core.id.IdSource;
import brume.core.id.UserId;
import brume.director.http.Refusal;
import brume.director.manifest.Manifest;
import brume.director.manifest.Source;
import brume.director.revision.Content;
import brume.director.revision.Design;
import brume.director.revision.ServiceDesign;
import brume.director.secret.Secrets;
import brume.director.service.CodeStore;
import brume.director.service.ServiceStore;
import brume.director.service.ServiceTypes;
import brume.director.site.Site;
import brume.director.site.SiteStore;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/** Makes an application of a manifest whose bytes are at hand, in one transaction. */
public final class Deployer {
    static final String DEFAULT_NAME = "New Application";
    private static final int SUFFIX_MAX = 98; // ConPaaS tries "name (2)" to "name (98)"

    private final AppStore apps;
    private final SiteStore sites;
    private final ServiceTypes types;
    private final ServiceMaker maker;
    private final IdSource ids;

    /** Where a deployment writes rows. */
    public record Stores(AppStore apps, ServiceStore services, CodeStore codes, SiteStore sites) {}

    public Deployer(Stores stores, Secrets secrets, ServiceTypes types, IdSource ids, InstantSource clock) {
        this.apps = stores.apps();
        this.sites = stores.sites();
        this.types = Objects.requireNonNull(types);
        this.maker = new ServiceMaker(stores.services(), stores.codes(), stores.sites(), secrets, types, ids, clock);
        this.ids = Objects.requireNonNull(ids);
    }

    ServiceMaker maker() {
        return maker;
    }

    /** Defaults of new services. */
    Drafts.Defaults defaults(DSLContext tx) {
        String site = sites.theDefault(tx).map(Site::name).orElseThrow(() -> Refusal.conflict("no-site", "There is no site yet; add one first."));
        return new Drafts.Defaults(types, site);
    }

    /** Writes everything that the manifest wants, under its name or the next one that is free. */
    AppId deploy(DSLContext tx, UserId owner, Manifest manifest, Map<Source, Content> contents, Supplies supplies) {
        return deploy(tx, owner, Drafts.of(manifest, contents, Design.nothing(DEFAULT_NAME), defaults(tx)), supplies);
    }

    AppId deploy(DSLContext tx, UserId owner, Drafts.Draft draft, Supplies supplies) {
        AppId app = new AppId(ids.next());
        apps.want(tx, app, owner, freeName(tx, draft.design().name()), draft.design().description(), true);
        for (ServiceDesign service : draft.design().services()) {
            maker.make(tx, app, service, Optional.ofNullable(draft.passwords().get(service.name())), supplies);
        }
        return app;
    }

    /** The name, or ConPaaS's "name (2)" when it is taken. */
    private String freeName(DSLContext tx, String name) {
        return Stream.concat(Stream.of(name), Stream.iterate(2, i -> i <= SUFFIX_MAX, i -> i + 1).map(i -> name + " (" + i + ")"))
                .filter(candidate -> !apps.nameTaken(tx, candidate))
                .findFirst()
                .orElseThrow(() -> Refusal.conflict("name-taken", "All names up to \"" + name + " (" + SUFFIX_MAX + ")\" are taken."));
    }
}
