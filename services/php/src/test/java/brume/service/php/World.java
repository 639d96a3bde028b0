package brume.service.php;

import brume.core.agent.ContentRef;
import brume.core.agent.RoleConfig;
import brume.core.id.CodeId;
import brume.core.id.InstanceId;
import brume.core.id.ServiceId;
import brume.core.service.CodeVersion;
import brume.core.service.Member;
import brume.core.service.NodePlan;
import brume.core.service.Progress;
import brume.core.service.SecretRef;
import brume.core.service.ServicePlan;
import brume.core.service.ServiceView;
import brume.service.web.Environment;
import brume.service.web.Json;
import brume.service.web.Leave;
import brume.service.web.ProxySettings;
import brume.service.web.RoleKind;
import brume.service.web.WebPlanner;
import brume.service.web.WebSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** A service on simulated nodes: wants, time, nodes, and the plans that are made of them. */
final class World {
    static final ServiceId SERVICE = new ServiceId(new UUID(0, 0));

    final NavigableMap<Integer, SimNode> nodes = new TreeMap<>();
    final Map<String, Integer> counts = new TreeMap<>(Map.of("proxy", 1, "web", 1, "backend", 1));
    final Map<String, String> environment = new TreeMap<>();
    final Map<String, SecretRef> secrets = new TreeMap<>(Map.of(Environment.APP_SECRET.name(), new SecretRef(SERVICE, Environment.APP_SECRET.name(), 1)));
    String settings = "{}";
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Optional<CodeVersion> active = Optional.empty();
    final List<CodeVersion> kept = new ArrayList<>();

    /** Version {@code a} is the id that ends in a. */
    static CodeVersion code(char letter) {
        CodeId id = new CodeId(new UUID(0, letter - 'a' + 10L));
        return new CodeVersion(id, new ContentRef(WebPlanner.CODE + id, Character.toString(letter).repeat(64), 100));
    }

    void activate(char letter) {
        CodeVersion version = code(letter);
        kept.remove(version);
        active.filter(old -> !old.equals(version)).ifPresent(old -> kept.addFirst(old));
        active = Optional.of(version);
    }

    ServiceView view() {
        return new ServiceView(
                SERVICE,
                counts,
                settings,
                secrets,
                active,
                kept,
                Map.of(),
                environment,
                nodes.values().stream().map(SimNode::member).toList(),
                now);
    }

    /** What happened, for a failure's message. */
    final List<String> log = new ArrayList<>();

    /** Plans and makes the planned world: nodes that are not planned vanish at once. */
    ServicePlan plan() {
        ServicePlan plan = new PhpService().plan(view());
        Map<Integer, NodePlan> planned = plan.nodes().stream().collect(Collectors.toMap(NodePlan::ordinal, node -> node));
        nodes.keySet().retainAll(planned.keySet());
        planned.forEach((ordinal, node) -> nodes.computeIfAbsent(ordinal, SimNode::new).want(node.roles()));
        log.add(print(plan));
        return plan;
    }

    /** What would be planned if the plan were carried out and nothing else had happened. */
    ServicePlan planAgain(ServicePlan plan, ServiceView before) {
        Map<Integer, Member> members = before.members().stream().collect(Collectors.toMap(Member::ordinal, member -> member));
        List<Member> after = new ArrayList<>();
        for (NodePlan node : plan.nodes()) {
            Member unborn = new Member(
                    new InstanceId(new UUID(0, node.ordinal())), node.ordinal(), Optional.empty(), List.of(), 0, Optional.empty());
            Member member = members.getOrDefault(node.ordinal(), unborn);
            boolean changed = !member.wanted().equals(node.roles());
            after.add(new Member(
                    member.id(), member.ordinal(), member.address(), node.roles(), member.wantedGeneration() + (changed ? 1 : 0), member.report(),
                    member.unwanted()));
        }
        return new PhpService().plan(new ServiceView(
                before.id(), before.counts(), before.settings(), before.secrets(), before.active(), before.kept(), before.attachments(),
                before.environment(), after, before.now()));
    }

    /** All agents do all that they have to do, and say so; old worker processes end. */
    void bringAll() {
        for (SimNode node : nodes.values()) {
            while (node.step()) {
                // the next
            }
            for (RoleKind role : RoleKind.values()) {
                if (!node.dead) {
                    node.retire(role);
                }
            }
            node.report();
        }
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    static String printNodes(ServicePlan plan) {
        StringBuilder out = new StringBuilder();
        for (NodePlan node : plan.nodes()) {
            out.append("node ").append(node.ordinal()).append(": ");
            out.append(node.roles().stream().map(World::print).collect(Collectors.joining(", "))).append('\n');
        }
        return out.toString();
    }

    static String print(ServicePlan plan) {
        String progress =
                switch (plan.progress()) {
                    case Progress.Ready ready -> "ready: " + ready.text();
                    case Progress.Moving moving -> "moving: " + moving.text();
                    case Progress.Stuck stuck -> "stuck: " + stuck.reason().code() + ": " + stuck.reason().text();
                };
        return printNodes(plan) + progress.replace("00000000-0000-0000-0000-00000000000", "") + "\n";
    }

    private static String print(RoleConfig config) {
        String code = config.content().stream()
                .map(ref -> ref.name().substring(ref.name().length() - 1))
                .collect(Collectors.joining(" "));
        return switch (config.role()) {
            case "php.backend" -> {
                BackendSettings settings = Json.read(config.settings(), BackendSettings.class);
                yield "backend(" + code + " for " + shorten(settings.clients(), Map.of()) + ")" + print(settings.leave());
            }
            case "php.web" -> {
                WebSettings settings = Json.read(config.settings(), WebSettings.class);
                String version = settings.version().isEmpty() ? "welcome" : settings.version().substring(settings.version().length() - 1);
                yield "web(" + code + " serves " + version + " by " + shorten(settings.backends(), settings.weights()) + ")" + print(settings.leave());
            }
            case SessionSettings.ROLE -> "sessions";
            default -> {
                ProxySettings settings = Json.read(config.settings(), ProxySettings.class);
                yield "proxy(by " + shorten(settings.webs(), settings.weights()) + ")" + print(settings.leave());
            }
        };
    }

    private static String shorten(List<String> addresses, Map<String, Integer> weights) {
        String all = addresses.stream()
                .map(address -> address.replace("10.0.0.", "") + (weights.containsKey(address) ? "*" + weights.get(address) : ""))
                .collect(Collectors.joining(" "));
        return all.isEmpty() ? "nobody" : all;
    }

    private static String print(Leave leave) {
        return leave.leaving() ? " " + leave.stage().name().toLowerCase(Locale.ROOT).replace('_', ' ') : "";
    }
}
