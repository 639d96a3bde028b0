package brume.director.app;

import brume.director.db.Life;
import brume.director.service.Service;
import brume.director.service.ServiceState;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Sums up the services of an application. Pure. */
final class AppPlanner {
    /** What decides, if any service is in it, before what comes later in the list. */
    private static final List<ServiceState> WEIGHT =
            List.of(ServiceState.ERROR, ServiceState.EPILOGUE, ServiceState.PROLOGUE, ServiceState.ADAPTING, ServiceState.RUNNING);

    private AppPlanner() {}

    static AppStep plan(App app, List<Service> services) {
        if (app.life() != Life.ALIVE) {
            return services.isEmpty()
                    ? new AppStep.Bury()
                    : new AppStep.Note(ServiceState.EPILOGUE, "Deleting: " + said(services, s -> true), false);
        }
        boolean reached = services.stream().allMatch(s -> s.life() == Life.ALIVE && s.seen().generation() >= s.generation());
        Optional<ServiceState> heaviest = WEIGHT.stream()
                .filter(state -> services.stream().anyMatch(s -> s.seen().state() == state))
                .findFirst();
        if (heaviest.isPresent()) {
            ServiceState state = heaviest.get();
            return new AppStep.Note(state, said(services, s -> s.seen().state() == state), reached);
        }
        if (services.isEmpty()) {
            return new AppStep.Note(app.wantRun() ? ServiceState.RUNNING : ServiceState.INIT, "It has no services.", true);
        }
        boolean stopped = services.stream().anyMatch(s -> s.seen().state() == ServiceState.STOPPED);
        return stopped
                ? new AppStep.Note(ServiceState.STOPPED, "Stopped; its data is kept.", reached)
                : new AppStep.Note(ServiceState.INIT, "Not started yet.", reached);
    }

    private static String said(List<Service> services, Predicate<Service> which) {
        return services.stream()
                .filter(which)
                .findFirst()
                .map(s -> s.name() + ": " + s.seen().text())
                .orElse("");
    }
}
