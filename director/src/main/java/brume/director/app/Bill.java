package brume.director.app;

import brume.core.service.ServiceType;
import brume.director.revision.Design;
import brume.director.revision.Prices;
import brume.director.revision.ServiceDesign;
import brume.director.service.MachinePlans;
import brume.director.service.ServiceTypes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Says what machines a design takes and what they cost. A service that does not run costs nothing: its machines are off. Immutable. */
public final class Bill {
    private final ServiceTypes types;
    private final Prices prices;

    public Bill(ServiceTypes types, Prices prices) {
        this.types = Objects.requireNonNull(types);
        this.prices = Objects.requireNonNull(prices);
    }

    /** Machines of a service that run, before and after. */
    public record MachinesView(String service, int before, int after) {}

    /** Of every service whose machines change. */
    List<MachinesView> machines(Design from, Design to) {
        Set<String> names = new LinkedHashSet<>();
        from.services().forEach(s -> names.add(s.name()));
        to.services().forEach(s -> names.add(s.name()));
        List<MachinesView> views = new ArrayList<>();
        for (String name : names) {
            int before = from.find(name).map(this::machines).orElse(0);
            int after = to.find(name).map(this::machines).orElse(0);
            if (before != after) {
                views.add(new MachinesView(name, before, after));
            }
        }
        return views;
    }

    int machines(Design design) {
        return design.services().stream().mapToInt(this::machines).sum();
    }

    /** Credits per hour. */
    BigDecimal perHour(Design design) {
        return prices.perHour(MachinePlans.DEFAULT_FLAVOR).multiply(BigDecimal.valueOf(machines(design)));
    }

    private int machines(ServiceDesign service) {
        Optional<ServiceType> type = types.find(service.type());
        return service.run() ? type.map(t -> t.machines(service.counts())).orElse(0) : 0;
    }
}
