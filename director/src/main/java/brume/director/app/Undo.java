package brume.director.app;

import brume.core.id.ServiceId;
import brume.core.problem.Problem;
import brume.core.service.ServiceType;
import brume.director.revision.Change;
import brume.director.revision.Design;
import brume.director.revision.DesignPlanner;
import brume.director.revision.Revision;
import brume.director.revision.ServiceDesign;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Ways from one revision to another, and back. A service is the same when its id is, else when its name is. Pure. */
final class Undo {
    private Undo() {}

    /** What leads from what is wanted now to what was wanted then. */
    static List<Change> changes(Present present, Revision then) {
        return changes(present.design(), present.idsInOrder(), then);
    }

    static List<Change> changes(Revision from, Revision to) {
        return changes(from.design(), from.services(), to);
    }

    private static List<Change> changes(Design from, List<String> ids, Revision to) {
        Map<String, String> before = new HashMap<>();
        for (int i = 0; i < to.services().size(); i++) {
            int index = ids.indexOf(to.services().get(i));
            if (index >= 0) {
                before.put(to.design().services().get(i).name(), from.services().get(index).name());
            }
        }
        for (ServiceDesign service : to.design().services()) {
            String name = service.name();
            if (from.find(name).isPresent() && !before.containsValue(name)) {
                before.putIfAbsent(name, name);
            }
        }
        return DesignPlanner.changes(from, to.design(), before);
    }

    /** What this installation has no more. */
    static List<Problem> lacking(List<Change> changes, Function<String, Optional<ServiceType>> types, Collection<String> sites) {
        List<Problem> problems = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof Change.Added(ServiceDesign service)) {
                if (types.apply(service.type()).isEmpty()) {
                    problems.add(Problem.of("unknown-type", "Service '" + service.name() + "' was of type '" + service.type() + "', which there is no more."));
                }
                if (!sites.contains(service.site())) {
                    problems.add(Problem.of("unknown-site", "Service '" + service.name() + "' was at site '" + service.site() + "', which there is no more."));
                }
            }
        }
        return problems;
    }

    /** The service that a need is of, if it is there. */
    static Optional<ServiceId> owner(Sources.Need need, Present present, List<Change> changes) {
        String before = changes.stream()
                .filter(c -> c instanceof Change.ServiceRenamed renamed && renamed.to().equals(need.service()))
                .map(c -> ((Change.ServiceRenamed) c).from())
                .findFirst()
                .orElse(need.service());
        return Optional.ofNullable(present.ids().get(before));
    }
}
