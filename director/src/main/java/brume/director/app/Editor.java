package brume.director.app;

import brume.core.id.ServiceId;
import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.director.http.Refusal;
import brume.director.revision.CanonicalJson;
import brume.director.revision.Change;
import brume.director.revision.Content;
import brume.director.revision.Design;
import brume.director.revision.DesignPlanner;
import brume.director.revision.ServiceDesign;
import brume.director.revision.Slot;
import brume.director.secret.Secrets;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jooq.DSLContext;

/** Does changes to the rows of an application, all in the caller's transaction. */
final class Editor {
    private final AppStore apps;
    private final ServiceStore services;
    private final Secrets secrets;
    private final ServiceMaker maker;

    Editor(AppStore apps, ServiceStore services, Secrets secrets, ServiceMaker maker) {
        this.apps = Objects.requireNonNull(apps);
        this.services = Objects.requireNonNull(services);
        this.secrets = Objects.requireNonNull(secrets);
        this.maker = Objects.requireNonNull(maker);
    }

    /** Passwords that the user gives, by service, and bytes at hand. */
    record Means(Map<String, String> passwords, Supplies supplies) {
        static final Means NONE = new Means(Map.of(), Supplies.NONE);

        Means {
            passwords = Map.copyOf(passwords);
            Objects.requireNonNull(supplies);
        }

        String password(String service) {
            return Optional.ofNullable(passwords.get(service)).orElseThrow(() -> new IllegalStateException("a new password is given"));
        }

        /** Without the passwords. */
        @Override
        public String toString() {
            return "Means[]";
        }
    }

    /** What no service can become, one problem each. {@code places} of services in a manifest. */
    static List<Problem> impossible(List<Change> changes, Map<Drafts.Part, Place> places) {
        List<Problem> problems = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof Change.Replaced(ServiceDesign from, ServiceDesign to)) {
                String text = "Service '" + to.name() + "' is " + from.type() + " at " + from.site() + " and cannot become " + to.type() + " at " + to.site()
                        + ": give the new one another name, or delete the old one first.";
                problems.add(new Problem("service-replaced", text, Optional.ofNullable(places.get(new Drafts.Part(to.name(), Optional.empty())))));
            }
        }
        return problems;
    }

    /** Does the changes, which are those from what is {@code present} and are possible. Whoever calls notes the revision. */
    void apply(DSLContext tx, Present present, List<Change> changes, Means means) {
        Map<String, ServiceId> ids = new HashMap<>(present.ids());
        renameServices(tx, ids, changes);
        for (Change change : changes) {
            switch (change) {
                case Change.Renamed(String from, String to) -> rename(tx, present.app(), to);
                case Change.Described(String from, String to) -> apps.wantDescription(tx, present.app().id(), to);
                case Change.Removed(ServiceDesign service) -> services.wantGone(tx, present.id(service.name()));
                case Change.Added(ServiceDesign service) -> add(tx, present.app(), service, means);
                case Change.Replaced replaced -> throw new IllegalStateException("refused before");
                case Change.ServiceRenamed done -> {}
                case Change.Run(String service, boolean to) -> services.wantRun(tx, id(ids, service), to);
                case Change.Bytes bytes -> bytes(tx, id(ids, bytes.service()), bytes, means.supplies());
                case Change.Password(String service) -> password(tx, id(ids, service), means.password(service));
                case Change.Count count -> {} // below, all of a service at once
                case Change.Setting setting -> {} // below too
            }
        }
        Design wanted = DesignPlanner.apply(present.design(), changes);
        TreeSet<String> counted = new TreeSet<>();
        TreeSet<String> set = new TreeSet<>();
        changes.forEach(change -> {
            if (change instanceof Change.Count count) {
                counted.add(count.service());
            } else if (change instanceof Change.Setting setting) {
                set.add(setting.service());
            }
        });
        counted.forEach(name -> services.wantCounts(tx, id(ids, name), service(wanted, name).counts()));
        set.forEach(name -> services.wantSettings(tx, id(ids, name), CanonicalJson.join(service(wanted, name).settings())));
        runs(tx, present.app(), wanted);
    }

    /** An application is wanted running when one of its services is. */
    private void runs(DSLContext tx, App app, Design wanted) {
        boolean run = wanted.services().stream().anyMatch(ServiceDesign::run);
        if (!wanted.services().isEmpty() && run != app.wantRun()) {
            apps.wantRun(tx, app.id(), run);
        }
    }

    private void rename(DSLContext tx, App app, String name) {
        if (apps.nameTaken(tx, name)) {
            throw Refusal.conflict("name-taken", "There is an application \"" + name + "\" already.");
        }
        apps.wantName(tx, app.id(), name);
    }

    /** By way of names that nobody has, so that services can exchange theirs. */
    private void renameServices(DSLContext tx, Map<String, ServiceId> ids, List<Change> changes) {
        Map<String, ServiceId> renamed = new HashMap<>();
        for (Change change : changes) {
            if (change instanceof Change.ServiceRenamed(String from, String to)) {
                ServiceId id = id(ids, from);
                services.wantName(tx, id, id.toString());
                renamed.put(to, id);
                ids.remove(from);
            }
        }
        renamed.forEach((to, id) -> {
            ids.put(to, id);
            services.wantName(tx, id, to);
        });
    }

    private void add(DSLContext tx, App app, ServiceDesign service, Means means) {
        refuseDying(tx, app, service.name());
        maker.make(tx, app.id(), service, Optional.ofNullable(means.passwords().get(service.name())), means.supplies());
    }

    /** A name is free again when its last holder's machines are gone. */
    private void refuseDying(DSLContext tx, App app, String name) {
        for (Service other : services.ofApp(tx, app.id())) {
            if (other.name().equals(name)) {
                throw Refusal.conflict("being-deleted", "An earlier service \"" + name + "\" is still being deleted; try again when it is gone.");
            }
        }
    }

    private void bytes(DSLContext tx, ServiceId id, Change.Bytes bytes, Supplies supplies) {
        Optional<Content> to = bytes.to();
        if (bytes.slot() != Slot.ARCHIVE) {
            maker.attach(tx, id, bytes.slot(), to, supplies);
            services.wantAttachments(tx, id);
        } else if (to.isPresent()) {
            maker.serve(tx, id, to.get(), supplies);
        } else {
            services.wantNoCode(tx, id);
        }
    }

    private void password(DSLContext tx, ServiceId id, String value) {
        secrets.set(tx, id, ServiceMaker.PASSWORD, value);
        services.wantSecret(tx, id, ServiceMaker.PASSWORD);
    }

    private static ServiceDesign service(Design design, String name) {
        return design.find(name).orElseThrow(() -> new IllegalStateException("a change names a service that is there"));
    }

    private static ServiceId id(Map<String, ServiceId> ids, String service) {
        return Optional.ofNullable(ids.get(service)).orElseThrow(() -> new IllegalStateException("a change names a service that is there"));
    }
}
