package brume.director.service;

import brume.core.agent.ContentRef;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.core.outcome.Reason;
import brume.core.service.CodeVersion;
import brume.core.service.Member;
import brume.core.service.SecretRef;
import brume.core.service.ServiceView;
import brume.director.db.StoredJson;
import brume.director.instance.Instance;
import brume.director.node.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts together what the planner of a service type may see. Pure. */
final class ServiceViews {
    /** The agent's own role that runs the user's startup script once per machine; types know nothing of it. */
    static final String STARTUP_ROLE = "startup";

    static final String STARTUP_SCRIPT = "startup-script";

    private ServiceViews() {}

    /** A node with its machine; {@code connected} whether its agent speaks. */
    record Seat(Node node, Optional<Instance> machine, boolean connected) {}

    static ServiceView view(
            Service service,
            List<Seat> seats,
            List<Code> codes,
            Map<String, ContentRef> attachments,
            Map<String, SecretRef> secrets,
            Map<String, String> environment,
            Instant now) {
        Optional<CodeVersion> active = codes.stream()
                .filter(c -> service.activeCode().filter(c.id()::equals).isPresent())
                .map(Code::version)
                .findFirst();
        List<CodeVersion> kept = codes.stream()
                .filter(c -> service.previousCode().filter(c.id()::equals).isPresent())
                .map(Code::version)
                .toList();
        return new ServiceView(
                service.id(),
                service.counts(),
                service.settings(),
                secrets,
                active,
                kept,
                attachments,
                environment,
                seats.stream().map(ServiceViews::member).toList(),
                now);
    }

    private static Member member(Seat seat) {
        Node node = seat.node();
        return new Member(
                node.id(),
                node.ordinal(),
                seat.machine().flatMap(Instance::reachableAddress),
                node.roles().stream().filter(r -> !r.role().equals(STARTUP_ROLE)).toList(),
                node.configGeneration(),
                seat.connected() ? node.report() : Optional.empty(),
                node.unwanted());
    }

    /** Variables from the exports of sibling services, by number: where two export the same name, the first service has it. */
    static Map<String, String> environment(Service service, List<Service> siblings, Map<String, SecretRef> secrets) {
        Map<String, String> environment = new TreeMap<>();
        for (Service sibling : siblings) {
            if (!sibling.id().equals(service.id())) {
                sibling.seen().exports().forEach(environment::putIfAbsent);
            }
        }
        Optional.ofNullable(secrets.get("app_secret")).ifPresent(ref -> environment.put("BRUME_APP_SECRET", ref.placeholder()));
        return environment;
    }

    /** Why some node's startup script failed, if one did: the roles of its type do not come before it is mended. */
    static Optional<Reason> startupFault(List<Seat> living) {
        for (Seat seat : living) {
            Optional<RoleReport> failed = seat.node().report().flatMap(r -> r.role(STARTUP_ROLE)).filter(r -> seat.connected() && r.state() == RoleState.FAILED);
            if (failed.isPresent()) {
                return Optional.of(new Reason(failed.get().fault().orElse("role-failed"), "Node " + seat.node().ordinal() + ": " + failed.get().detail()));
            }
        }
        return Optional.empty();
    }

    /** Roles as the agent gets them: the startup script, if there is one, comes before all others. */
    static List<RoleConfig> withStartup(List<RoleConfig> roles, Map<String, ContentRef> attachments, Map<String, String> environment) {
        Optional<ContentRef> script = Optional.ofNullable(attachments.get(STARTUP_SCRIPT));
        if (script.isEmpty()) {
            return roles;
        }
        List<RoleConfig> all = new ArrayList<>();
        all.add(new RoleConfig(STARTUP_ROLE, StoredJson.write(Map.of("environment", environment)), List.of(script.get())));
        all.addAll(roles);
        return all;
    }
}
