package brume.director.app;

import brume.core.id.AppId;
import brume.core.id.ServiceId;
import brume.director.db.Life;
import brume.director.revision.CanonicalJson;
import brume.director.revision.Content;
import brume.director.revision.Design;
import brume.director.revision.ServiceDesign;
import brume.director.secret.Secrets;
import brume.director.service.CodeStore;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import brume.director.site.Site;
import brume.director.site.SiteStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.DSLContext;

/** Rows to designs. Reads only; services that are being deleted are wanted no more. */
public final class Designs {
    private final AppStore apps;
    private final ServiceStore services;
    private final CodeStore codes;
    private final SiteStore sites;
    private final Secrets secrets;

    public Designs(AppStore apps, ServiceStore services, CodeStore codes, SiteStore sites, Secrets secrets) {
        this.apps = Objects.requireNonNull(apps);
        this.services = Objects.requireNonNull(services);
        this.codes = Objects.requireNonNull(codes);
        this.sites = Objects.requireNonNull(sites);
        this.secrets = Objects.requireNonNull(secrets);
    }

    /** Of an application that has a row. */
    Present of(DSLContext tx, AppId id) {
        App app = apps.find(tx, id.toString()).orElseThrow(() -> new IllegalStateException("the application has a row"));
        Map<String, ServiceId> ids = new LinkedHashMap<>();
        List<ServiceDesign> designs = new ArrayList<>();
        for (Service service : services.ofApp(tx, id)) {
            if (service.life() == Life.ALIVE) {
                designs.add(service(tx, service));
                ids.put(service.name(), service.id());
            }
        }
        return new Present(app, new Design(app.name(), app.description(), designs), ids);
    }

    private ServiceDesign service(DSLContext tx, Service service) {
        Optional<Content> code = codes.of(tx, service.id()).stream()
                .filter(c -> service.activeCode().filter(c.id()::equals).isPresent())
                .map(c -> new Content(c.upload().digest(), c.filename()))
                .findFirst();
        return new ServiceDesign(
                service.name(),
                service.type(),
                sites.find(tx, service.site()).map(Site::name).orElse(service.site().toString()),
                service.wantRun(),
                new TreeMap<>(service.counts()),
                CanonicalJson.fields(service.settings()),
                code,
                attachment(tx, service, ServiceMaker.DUMP),
                attachment(tx, service, ServiceMaker.STARTUP_SCRIPT),
                secrets.given(tx, service.id(), ServiceMaker.PASSWORD));
    }

    private Optional<Content> attachment(DSLContext tx, Service service, String name) {
        return codes.attachment(tx, service.id(), name).map(a -> new Content(a.digest(), a.filename()));
    }
}
