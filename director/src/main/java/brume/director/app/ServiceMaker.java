package brume.director.app;

import brume.core.id.AppId;
import brume.core.id.CodeId;
import brume.core.id.IdSource;
import brume.core.id.ServiceId;
import brume.core.service.SecretDef;
import brume.core.service.ServiceType;
import brume.director.blob.Blob;
import brume.director.blob.CodeArchive;
import brume.director.http.Refusal;
import brume.director.revision.Content;
import brume.director.revision.ServiceDesign;
import brume.director.revision.Slot;
import brume.director.secret.Secrets;
import brume.director.service.Code;
import brume.director.service.CodeStore;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import brume.director.service.ServiceTypes;
import brume.director.service.ServiceWant;
import brume.director.site.Site;
import brume.director.site.SiteStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** Writes the rows of a new service, and gives services bytes, in the caller's transaction. */
final class ServiceMaker {
    /** Attachment that a new database is filled with. */
    static final String DUMP = "dump";

    /** Attachment that every machine of a service runs once. */
    static final String STARTUP_SCRIPT = "startup-script";

    /** The secret that users may choose. */
    static final String PASSWORD = "password";

    private final ServiceStore services;
    private final CodeStore codes;
    private final SiteStore sites;
    private final Secrets secrets;
    private final ServiceTypes types;
    private final IdSource ids;
    private final InstantSource clock;

    ServiceMaker(ServiceStore services, CodeStore codes, SiteStore sites, Secrets secrets, ServiceTypes types, IdSource ids, InstantSource clock) {
        this.services = Objects.requireNonNull(services);
        this.codes = Objects.requireNonNull(codes);
        this.sites = Objects.requireNonNull(sites);
        this.secrets = Objects.requireNonNull(secrets);
        this.types = Objects.requireNonNull(types);
        this.ids = Objects.requireNonNull(ids);
        this.clock = Objects.requireNonNull(clock);
    }

    /**
     * A service of its own. Its name is free: the caller looked.
     *
     * @param password that the user chose; a random one is made otherwise
     */
    ServiceId make(DSLContext tx, AppId app, ServiceDesign design, Optional<String> password, Supplies supplies) {
        ServiceType type = types.find(design.type()).orElseThrow(() -> new IllegalStateException("the type was checked"));
        Site site = sites.findByName(tx, design.site()).orElseThrow(() -> Refusal.notFound("site", design.site(), sites.names(tx)));
        List<Service> siblings = services.ofApp(tx, app);
        ServiceId id = new ServiceId(ids.next());
        services.want(tx, new ServiceWant(
                id, app, Siblings.nextSid(siblings), type.name(), design.name(), site.id(), design.run(), design.counts(), design.settingsText()));
        for (SecretDef secret : type.secrets()) {
            Optional<String> given = secret.name().equals(PASSWORD) ? password : Optional.empty();
            given.ifPresentOrElse(value -> secrets.set(tx, id, secret.name(), value), () -> secrets.make(tx, id, secret));
        }
        design.code().ifPresent(code -> serve(tx, id, code, supplies));
        attach(tx, id, Slot.DUMP, design.dump(), supplies);
        attach(tx, id, Slot.STARTUP_SCRIPT, design.startupScript(), supplies);
        return id;
    }

    /** The version of a service that was made of these bytes under this name. */
    Optional<Code> version(DSLContext tx, ServiceId service, Content content) {
        return codes.of(tx, service).stream()
                .filter(c -> c.upload().digest().equals(content.digest()))
                .filter(c -> new Content(c.upload().digest(), c.filename()).equals(content))
                .findFirst();
    }

    /** Has the version served, made of what is supplied where the service does not have it yet. */
    void serve(DSLContext tx, ServiceId service, Content content, Supplies supplies) {
        Code code = version(tx, service, content).orElseGet(() -> {
            Code made = code(service, content, supplies);
            codes.want(tx, made);
            return made;
        });
        services.wantCode(tx, service, code.id());
    }

    private Code code(ServiceId service, Content content, Supplies supplies) {
        Blob upload = supplies.blob(content.digest());
        CodeArchive.Result.Normalised checked = supplies.archive(content.digest());
        return new Code(
                new CodeId(ids.next()),
                service,
                content.filename(),
                "from the manifest",
                checked.format().text(),
                new Code.Bytes(upload.digest(), upload.size()),
                new Code.Bytes(checked.content().digest(), checked.content().size()),
                checked.entries(),
                clock.instant());
    }

    /** Attaches bytes to a service, or nothing; what it had there before is forgotten. */
    void attach(DSLContext tx, ServiceId service, Slot slot, Optional<Content> content, Supplies supplies) {
        String name = switch (slot) {
            case DUMP -> DUMP;
            case STARTUP_SCRIPT -> STARTUP_SCRIPT;
            case ARCHIVE -> throw new IllegalArgumentException("code is served, not attached");
        };
        content.ifPresentOrElse(
                c -> codes.wantAttachment(tx, service, name, c.filename(), c.digest(), supplies.blob(c.digest()).size()),
                () -> codes.wantNoAttachment(tx, service, name));
    }
}
