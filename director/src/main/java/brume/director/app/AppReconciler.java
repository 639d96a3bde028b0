package brume.director.app;

import brume.core.id.AppId;
import brume.core.outcome.Outcome;
import brume.core.outcome.Reason;
import brume.director.engine.Kind;
import brume.director.engine.Reconciler;
import brume.director.service.ServiceState;
import brume.director.service.ServiceStore;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Keeps the sum of an application's services; acts on nothing. */
public final class AppReconciler implements Reconciler {
    /** Services wake their application; this only bounds what a lost thought could cost. */
    private static final Duration LOOK = Duration.ofMinutes(5);

    private final AppStore apps;
    private final ServiceStore services;

    public AppReconciler(AppStore apps, ServiceStore services) {
        this.apps = Objects.requireNonNull(apps);
        this.services = Objects.requireNonNull(services);
    }

    @Override
    public Kind kind() {
        return Kind.APP;
    }

    @Override
    public Outcome reconcile(UUID id) {
        Optional<App> row = apps.find(new AppId(id));
        if (row.isEmpty()) {
            return new Outcome.Gone();
        }
        App app = row.get();
        return switch (AppPlanner.plan(app, services.ofApp(app.id()))) {
            case AppStep.Bury bury -> {
                apps.bury(app);
                yield new Outcome.Gone();
            }
            case AppStep.Note note -> {
                apps.seen(app, note.reached() ? app.generation() : app.seenGeneration(), note.state(), note.text());
                yield outcome(note);
            }
        };
    }

    private static Outcome outcome(AppStep.Note note) {
        if (note.state() == ServiceState.ERROR) {
            return new Outcome.Blocked(new Reason("service-error", note.text()), LOOK);
        }
        return note.reached() ? new Outcome.Settled(note.text(), LOOK) : new Outcome.Working(note.text(), LOOK);
    }
}
