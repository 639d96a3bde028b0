package brume.director.app;

import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.director.db.Life;
import brume.director.db.StoredJson;
import brume.director.engine.DueStore;
import brume.director.engine.Explanation;
import brume.director.engine.Kind;
import brume.director.instance.Instance;
import brume.director.instance.InstanceStore;
import brume.director.node.Node;
import brume.director.node.NodeStore;
import brume.director.node.Presence;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import brume.director.site.Site;
import brume.director.site.SiteStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Rows to what the API shows. Reads only. */
public final class Views {
    private final ServiceStore services;
    private final NodeStore nodes;
    private final InstanceStore instances;
    private final SiteStore sites;
    private final Presence presence;
    private final DueStore due;

    public Views(ServiceStore services, NodeStore nodes, InstanceStore instances, SiteStore sites, Presence presence, DueStore due) {
        this.services = Objects.requireNonNull(services);
        this.nodes = Objects.requireNonNull(nodes);
        this.instances = Objects.requireNonNull(instances);
        this.sites = Objects.requireNonNull(sites);
        this.presence = Objects.requireNonNull(presence);
        this.due = Objects.requireNonNull(due);
    }

    AppView app(App app) {
        List<ServiceView> shown = services.ofApp(app.id()).stream().map(s -> service(app, s)).toList();
        return new AppView(
                app.id().toString(),
                app.name(),
                app.description(),
                app.state().name(),
                app.text(),
                app.generation(),
                app.seenGeneration(),
                app.wantRun(),
                app.life() != Life.ALIVE,
                app.createdAt(),
                shown.stream().flatMap(s -> s.url().stream()).findFirst(),
                shown);
    }

    ServiceView service(App app, Service service) {
        return new ServiceView(
                service.id().toString(),
                service.sid(),
                app.id().toString(),
                app.name(),
                service.type(),
                service.name(),
                sites.find(service.site()).map(Site::name).orElse(service.site().toString()),
                service.seen().state().name(),
                service.seen().text(),
                service.generation(),
                service.seen().generation(),
                service.wantRun(),
                service.life() != Life.ALIVE,
                new TreeMap<>(service.counts()),
                StoredJson.read(service.settings(), JsonNode.class),
                service.seen().url(),
                service.activeCode().map(Object::toString),
                nodes(service));
    }

    List<NodeView> nodes(Service service) {
        return nodes.ofService(service.id()).stream().map(this::node).toList();
    }

    NodeView node(Node node) {
        Optional<Instance> machine = instances.find(node.id());
        String power = machine.flatMap(Instance::seen).map(s -> s.power().name()).orElse("UNKNOWN").toLowerCase(Locale.ROOT);
        Optional<NodeReport> report = node.report();
        return new NodeView(
                node.id().toString(),
                node.ordinal(),
                node.roles().stream().map(r -> role(r, report)).toList(),
                machine.flatMap(Instance::reachableAddress),
                power,
                node.agent().name().toLowerCase(Locale.ROOT),
                node.life() != Life.ALIVE,
                due.explain(Kind.NODE, node.id().value()).map(Explanation::text).orElse(""),
                presence.load(node),
                machine.map(Instance::machineName).orElse(""));
    }

    private static NodeView.RoleView role(RoleConfig config, Optional<NodeReport> report) {
        Optional<RoleReport> seen = report.flatMap(r -> r.role(config.role()));
        return new NodeView.RoleView(config.role(), seen.map(r -> r.state().name()).orElse("WAITING"), seen.map(RoleReport::detail).orElse(""));
    }
}
