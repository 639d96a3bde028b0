package brume.director.app;

import brume.core.id.AppId;
import brume.core.id.CodeId;
import brume.core.id.IdSource;
import brume.core.id.ServiceId;
import brume.core.id.SiteId;
import brume.core.id.UserId;
import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.service.SecretDef;
import brume.core.service.ServiceType;
import brume.director.blob.Blob;
import brume.director.blob.BlobStore;
import brume.director.blob.CodeArchive;
import brume.director.http.Refusal;
import brume.director.manifest.Manifest;
import brume.director.manifest.ServiceEntry;
import brume.director.manifest.Source;
import brume.director.secret.Secrets;
import brume.director.service.Code;
import brume.director.service.CodeStore;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import brume.director.service.ServiceTypes;
import brume.director.service.ServiceWant;
import brume.director.site.SiteStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/**
 * Makes an application from a manifest: first everything that can be wrong for reasons outside (files, URLs, archives), with all mistakes at once; then everything in one
 * transaction.
 */
public final class Deployer {
    static final String DEFAULT_NAME = "New Application";
    private static final int SUFFIX_MAX = 98; // ConPaaS tries "name (2)" to "name (98)"

    private final AppStore apps;
    private final ServiceStore services;
    private final CodeStore codes;
    private final SiteStore sites;
    private final Secrets secrets;
    private final ServiceTypes types;
    private final BlobStore blobs;
    private final CodeArchive archives;
    private final SourceFetcher fetcher;
    private final IdSource ids;
    private final InstantSource clock;

    /** Where a deployment finds and writes rows and blobs, and who fetches what is elsewhere. */
    public record Stores(
            AppStore apps, ServiceStore services, CodeStore codes, SiteStore sites, BlobStore blobs, CodeArchive archives, SourceFetcher fetcher) {}

    public Deployer(Stores stores, Secrets secrets, ServiceTypes types, IdSource ids, InstantSource clock) {
        this.apps = stores.apps();
        this.services = stores.services();
        this.codes = stores.codes();
        this.sites = stores.sites();
        this.blobs = stores.blobs();
        this.archives = stores.archives();
        this.secrets = Objects.requireNonNull(secrets);
        this.types = Objects.requireNonNull(types);
        this.fetcher = stores.fetcher();
        this.ids = Objects.requireNonNull(ids);
        this.clock = Objects.requireNonNull(clock);
    }

    /** What a manifest names, as blobs; archives checked. */
    record Prepared(Map<Source, Blob> blobs, Map<Source, CodeArchive.Result.Normalised> archives) {}

    /** Gets everything that the manifest names into the blob store, or refuses with every mistake. */
    Prepared prepare(Manifest manifest, Map<String, String> files) throws InterruptedException, IOException {
        List<Problem> problems = new ArrayList<>();
        Map<Source, Blob> found = new HashMap<>();
        Deadline deadline = fetcher.deadline();
        for (Source source : manifest.sources().toList()) {
            switch (source) {
                case Source.LocalFile file -> sent(file, files, found, problems);
                case Source.Url url -> {
                    switch (fetcher.fetch(url, deadline)) {
                        case SourceFetcher.Fetched.Good(Blob blob) -> found.put(url, blob);
                        case SourceFetcher.Fetched.Bad(Problem problem) -> problems.add(problem);
                    }
                }
            }
        }
        Map<Source, CodeArchive.Result.Normalised> checked = new HashMap<>();
        for (Source archive : manifest.services().stream().flatMap(s -> s.archive().stream()).toList()) {
            Optional<Blob> blob = Optional.ofNullable(found.get(archive));
            if (blob.isPresent()) {
                switch (archives.normalise(blob.get(), filename(archive))) {
                    case CodeArchive.Result.Normalised good -> checked.put(archive, good);
                    case CodeArchive.Result.Refused refused -> refused.problems()
                            .forEach(p -> problems.add(Problem.at(p.code(), inArchive(p), archive.place())));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw Refusal.invalid(problems);
        }
        return new Prepared(found, checked);
    }

    /** What an archive's own problem says, with the entry that it names. */
    private static String inArchive(Problem problem) {
        return problem.place().map(Place::toString).filter(s -> !s.isEmpty()).map(s -> s + ": ").orElse("") + problem.text();
    }

    private void sent(Source.LocalFile file, Map<String, String> files, Map<Source, Blob> found, List<Problem> problems) {
        Optional<Blob> blob = Optional.ofNullable(files.get(file.path())).flatMap(blobs::find);
        blob.ifPresentOrElse(
                b -> found.put(file, b),
                () -> problems.add(Problem.at("file-not-sent", "The file '" + file.path() + "' was not sent along.", file.place())));
    }

    /** Writes everything that the manifest wants. */
    AppId deploy(DSLContext tx, UserId owner, Manifest manifest, Prepared prepared) {
        AppId app = new AppId(ids.next());
        apps.want(tx, app, owner, freeName(tx, manifest.application().orElse(DEFAULT_NAME)), manifest.description(), true);
        List<Service> siblings = new ArrayList<>();
        for (ServiceEntry entry : manifest.services()) {
            ServiceId id = service(tx, app, entry, prepared, siblings);
            services.find(tx, id).ifPresent(siblings::add);
        }
        return app;
    }

    private ServiceId service(DSLContext tx, AppId app, ServiceEntry entry, Prepared prepared, List<Service> siblings) {
        ServiceType type = types.find(entry.type()).orElseThrow(() -> new IllegalStateException("the manifest was checked"));
        ServiceId id = new ServiceId(ids.next());
        String name = Siblings.freeName(siblings, entry.name().orElse(type.defaultName()), entry.name().isPresent());
        services.want(tx, new ServiceWant(
                id, app, Siblings.nextSid(siblings), type.name(), name, site(tx, entry), entry.start(),
                ServiceTypes.complete(type, entry.counts()), entry.settings()));
        for (SecretDef secret : type.secrets()) {
            Optional<String> given = secret.name().equals("password") ? entry.password() : Optional.empty();
            given.ifPresentOrElse(value -> secrets.set(tx, id, secret.name(), value), () -> secrets.make(tx, id, secret));
        }
        entry.archive().ifPresent(source -> code(tx, id, source, prepared));
        attach(tx, id, "dump", entry.dump(), prepared);
        attach(tx, id, "startup-script", entry.startupScript(), prepared);
        return id;
    }

    private SiteId site(DSLContext tx, ServiceEntry entry) {
        return entry.site()
                .flatMap(name -> sites.findByName(tx, name))
                .or(() -> sites.theDefault(tx))
                .orElseThrow(() -> Refusal.conflict("no-site", "There is no site yet; add one first."))
                .id();
    }

    private void code(DSLContext tx, ServiceId service, Source source, Prepared prepared) {
        Blob upload = there(prepared.blobs(), source);
        CodeArchive.Result.Normalised checked = there(prepared.archives(), source);
        Code code = new Code(
                new CodeId(ids.next()),
                service,
                filename(source),
                "from the manifest",
                checked.format().text(),
                new Code.Bytes(upload.digest(), upload.size()),
                new Code.Bytes(checked.content().digest(), checked.content().size()),
                checked.entries(),
                clock.instant());
        codes.want(tx, code);
        services.wantCode(tx, service, code.id());
    }

    private void attach(DSLContext tx, ServiceId service, String name, Optional<Source> source, Prepared prepared) {
        source.ifPresent(s -> {
            Blob blob = there(prepared.blobs(), s);
            codes.wantAttachment(tx, service, name, filename(s), blob.digest(), blob.size());
        });
    }

    private static <T> T there(Map<Source, T> map, Source source) {
        return Optional.ofNullable(map.get(source)).orElseThrow(() -> new IllegalStateException("prepared before"));
    }

    private static String filename(Source source) {
        String path = switch (source) {
            case Source.Url url -> Optional.ofNullable(url.uri().getPath()).orElse("");
            case Source.LocalFile file -> file.path();
        };
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() ? "archive" : last;
    }

    /** The name, or ConPaaS's "name (2)" when it is taken. */
    private String freeName(DSLContext tx, String name) {
        return Stream.concat(Stream.of(name), Stream.iterate(2, i -> i <= SUFFIX_MAX, i -> i + 1).map(i -> name + " (" + i + ")"))
                .filter(candidate -> !apps.nameTaken(tx, candidate))
                .findFirst()
                .orElseThrow(() -> Refusal.conflict("name-taken", "All names up to \"" + name + " (" + SUFFIX_MAX + ")\" are taken."));
    }
}
