package brume.director.app;

import brume.director.secret.Secrets;
import brume.director.service.ServiceStore;
import java.util.Objects;

/** What changing applications as a whole takes: who reads what is wanted, gets bytes, does changes and notes them. Immutable. */
public final class Workshop {
    private final Designs designs;
    private final Revisions revisions;
    private final Sources sources;
    private final Secrets secrets;
    private final ServiceMaker maker;
    private final Editor editor;
    private final Lookup lookup;

    public Workshop(AppStore apps, ServiceStore services, Secrets secrets, Designs designs, Revisions revisions, Sources sources, Deployer deployer) {
        this.designs = Objects.requireNonNull(designs);
        this.revisions = Objects.requireNonNull(revisions);
        this.sources = Objects.requireNonNull(sources);
        this.secrets = Objects.requireNonNull(secrets);
        this.maker = deployer.maker();
        this.editor = new Editor(apps, services, secrets, maker);
        this.lookup = new Lookup(apps, services);
    }

    Designs designs() {
        return designs;
    }

    Revisions revisions() {
        return revisions;
    }

    Sources sources() {
        return sources;
    }

    ServiceMaker maker() {
        return maker;
    }

    Editor editor() {
        return editor;
    }

    Secrets secrets() {
        return secrets;
    }

    Lookup lookup() {
        return lookup;
    }
}
