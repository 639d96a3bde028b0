package brume.director.whole;

import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.core.service.LoadProgress;
import brume.service.mysql.Duty;
import brume.service.mysql.GlbFacts;
import brume.service.mysql.LoadFact;
import brume.service.mysql.MysqlFacts;
import brume.service.mysql.MysqlFacts.Running;
import brume.service.web.Facts;
import brume.testkit.sim.FakeAgent;
import brume.testkit.sim.RoleBehaviour;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Roles that say of themselves what the real ones would, once they did as they are told. Remembers what they were told, and fails where a test wants it. */
final class Actors implements RoleBehaviour {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLUSTER = "11111111-2222-3333-4444-555555555555";

    private final Map<String, Result> broken = new ConcurrentHashMap<>();
    private final Map<String, RoleConfig> told = new ConcurrentHashMap<>();

    /** From the next time on, the role fails on every machine. */
    void fail(String role, Result result) {
        broken.put(role, result);
    }

    /** The newest configuration that a role got on a machine, secrets and all. */
    Optional<RoleConfig> told(String address, String role) {
        return Optional.ofNullable(told.get(address + " " + role));
    }

    @Override
    public Result bring(RoleConfig role, FakeAgent agent) {
        String address = agent.guest().address();
        told.put(address + " " + role.role(), role);
        Optional<Result> fails = Optional.ofNullable(broken.get(role.role()));
        return fails.orElseGet(() -> done(role, address));
    }

    private static Result done(RoleConfig role, String address) {
        JsonNode settings = tree(role.settings());
        return switch (role.role()) {
            case "php.backend" -> php(Map.of(Facts.VERSIONS, versions(role), Facts.CLIENTS, named(settings.path("clients"), address)));
            case "php.web" -> {
                String version = settings.path("version").asText();
                yield php(Map.of(
                        Facts.VERSIONS, versions(role),
                        Facts.VERSION, version.isEmpty() ? Facts.WELCOME : version,
                        Facts.BACKENDS, named(settings.path("backends"), address)));
            }
            case "php.proxy" -> php(Map.of(Facts.WEBS, named(settings.path("webs"), address)));
            case "mysql.mysql" -> mysql(settings, address);
            case "mysql.glb" -> new Result(RoleState.RUNNING, glb(settings));
            default -> new Result(RoleState.RUNNING, Map.of());
        };
    }

    private static Result php(Map<String, String> more) {
        Map<String, String> facts = new TreeMap<>(more);
        facts.put(Facts.LIVE, Facts.YES);
        facts.put(Facts.ACTIVE, "0");
        return new Result(RoleState.RUNNING, facts);
    }

    private static String versions(RoleConfig role) {
        return Facts.join(role.content().stream().map(ref -> ref.name().substring("code-".length())).toList());
    }

    /** The addresses of a list, the node's own one among them. */
    private static String named(JsonNode addresses, String own) {
        return Facts.join(texts(addresses).stream().map(a -> a.equals("self") ? own : a).toList());
    }

    private static Result mysql(JsonNode settings, String address) {
        Duty duty = Duty.parse(settings.path("duty").asText());
        boolean runs = switch (duty.kind()) {
            case ALONE, MEMBER, BOOTSTRAP -> true;
            case HOLD, SPENT, LEAVE -> false;
        };
        List<String> view = new ArrayList<>(texts(settings.path("peers")));
        view.add(address);
        view.sort(String::compareTo);
        MysqlFacts facts = new MysqlFacts(
                Optional.of(duty), runs ? Running.YES : Running.NO, runs, runs ? MysqlFacts.SYNCED : 0, runs, runs, runs ? CLUSTER : "", -1, false, runs, runs ? 64 : 0,
                runs ? view : List.of(), Optional.empty());
        Map<String, String> all = new TreeMap<>(facts.toMap());
        String load = settings.path("load").asText();
        if (!load.isEmpty()) {
            all.put(LoadFact.NAME, LoadFact.text(new LoadProgress(load.substring(LoadProgress.ATTACHMENT.length()), LoadProgress.State.DONE, 7, 7, "")));
        }
        return new Result(runs ? RoleState.RUNNING : RoleState.STARTING, all);
    }

    private static Map<String, String> glb(JsonNode settings) {
        List<String> servers = new ArrayList<>();
        settings.path("servers").forEach(s -> servers.add(s.path("name").asText(s.asText())));
        return new GlbFacts(servers, servers, true).toMap();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
