package brume.director.sim;

import brume.core.driver.CloudDriver;
import brume.core.driver.DriverFactory;
import brume.core.driver.SiteSettings;
import brume.core.problem.Problem;
import brume.director.engine.DueStore;
import brume.director.engine.Engine;
import brume.director.engine.Reconciler;
import brume.director.event.EventStore;
import brume.director.instance.InstanceReconciler;
import brume.director.instance.InstanceStore;
import brume.director.site.AddressStore;
import brume.director.site.SiteReconciler;
import brume.director.site.SiteStore;
import brume.director.site.Sites;
import java.util.List;

/** The director's objects over the world's database: everything that a crash takes away. */
final class SimDirector {
    static final String DEPLOYMENT = "sim";
    static final String DRIVER = "fake";

    private final DueStore due;
    private final EventStore events;
    private final SiteStore siteRows;
    private final AddressStore addresses;
    private final InstanceStore instances;
    private final Engine engine;

    SimDirector(World world, String name, Variation variation) {
        due = new DueStore(world.database(), world.clock());
        events = new EventStore(world.database(), world.clock());
        siteRows = new SiteStore(world.database(), due, events, world.clock());
        addresses = new AddressStore(siteRows, world.clock());
        instances = new InstanceStore(world.database(), addresses, due, events, world.clock());
        Sites sites = new Sites(siteRows, List.of(new Factory(world, variation)), DEPLOYMENT, world.clock());
        List<Reconciler> reconcilers = List.of(
                new SiteReconciler(siteRows, sites, instances, world.clock()),
                new InstanceReconciler(instances, sites, row -> row.id() + "." + row.generation(), world.clock()));
        engine = new Engine(
                world.database(), due, variation.reconcilers(reconcilers, this), new Loudspeaker(world.trace(), events), world.clock(), name);
    }

    DueStore due() {
        return due;
    }

    EventStore events() {
        return events;
    }

    SiteStore sites() {
        return siteRows;
    }

    InstanceStore instances() {
        return instances;
    }

    Engine engine() {
        return engine;
    }

    private record Factory(World world, Variation variation) implements DriverFactory {
        @Override
        public String kind() {
            return DRIVER;
        }

        @Override
        public List<Problem> check(SiteSettings settings) {
            return List.of();
        }

        @Override
        public CloudDriver open(SiteSettings settings, String deployment) {
            return variation.driver(world.cloud().driver(deployment, world.chaos().calls()));
        }
    }
}
