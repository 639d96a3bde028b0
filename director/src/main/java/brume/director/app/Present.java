package brume.director.app;

import brume.core.id.ServiceId;
import brume.director.revision.Design;
import brume.director.revision.ServiceDesign;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is wanted of an application now, and which rows say so.
 *
 * @param ids of the design's services, by name
 */
record Present(App app, Design design, Map<String, ServiceId> ids) {
    Present {
        Objects.requireNonNull(app);
        Objects.requireNonNull(design);
        ids = Map.copyOf(ids);
    }

    ServiceId id(String service) {
        return Optional.ofNullable(ids.get(service)).orElseThrow(() -> new IllegalStateException("every service of a design has a row"));
    }

    /** Ids in the order of the design's services. */
    List<String> idsInOrder() {
        return design.services().stream().map(ServiceDesign::name).map(this::id).map(ServiceId::toString).toList();
    }
}
