package brume.service.web.node;

import brume.core.agent.ContentRef;
import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Access;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.Result;
import brume.core.role.RoleException;
import brume.service.web.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Code versions on disk, each in a folder of its own that has its name only when it is whole. Applications write into their folder, so it belongs to the user that they
 * run as. Web and backend of one machine share the folders; each keeps its own list of what it needs, and a version goes when neither has needed it for a while.
 *
 * @param paths where the folders are
 * @param role whose list it is
 */
public record CodeStore(Paths paths, String role) {
    public static final String USER = "www-data";
    static final String WELCOME = "default";

    /** So long a version stays that no plan names any more: old worker processes may still serve it, and so may a web that was cut off for a while. */
    private static final Duration GRACE = Duration.ofMinutes(15);

    private static final Duration UNPACK_DEADLINE = Duration.ofMinutes(10);
    private static final Duration SHORT_DEADLINE = Duration.ofSeconds(30);
    private static final String PREFIX = "code-";
    private static final List<String> ROLES = List.of("web", "backend");

    /** The versions that the role has, and since when each is not needed any more, in milliseconds since the epoch; 0 when it is needed. */
    record Versions(Map<String, Long> spareSince) {
        Versions {
            spareSince = Map.copyOf(spareSince);
        }
    }

    public Path root(String version) {
        return paths.code().resolve(version.isEmpty() ? WELCOME : version).resolve("www");
    }

    /** Ids of the versions that are whole on disk, of those that the role has needed. */
    public List<String> present(NodeSystem system) throws RoleException {
        return List.copyOf(read(system, role).spareSince().keySet());
    }

    /** Unpacks what is missing and removes what has not been needed for a while. */
    public void bring(NodeSystem system, List<ContentRef> content) throws RoleException {
        Instant now = system.clock().instant();
        Map<String, Long> versions = new TreeMap<>();
        read(system, role).spareSince().forEach((id, since) -> versions.put(id, since > 0 ? since : now.toEpochMilli()));
        for (ContentRef ref : content) {
            String id = id(ref);
            if (system.read(marker(id)).filter(ref.digest()::equals).isEmpty()) {
                unpack(system, ref, id);
            }
            versions.put(id, 0L);
        }
        List<String> outlived = versions.entrySet().stream()
                .filter(version -> version.getValue() > 0 && Instant.ofEpochMilli(version.getValue()).plus(GRACE).isBefore(now))
                .map(Map.Entry::getKey)
                .toList();
        outlived.forEach(versions::remove);
        write(system, versions);
        for (String id : outlived) {
            removeIfUnneeded(system, id);
        }
    }

    private void unpack(NodeSystem system, ContentRef ref, String id) throws RoleException {
        Path archive = system.content(ref);
        Path fresh = paths.code().resolve(".new-" + role + "-" + id);
        Path www = fresh.resolve("www");
        system.remove(fresh);
        folders(system, fresh);
        mustRun(system, Command.of(SHORT_DEADLINE, "install", "-d", "-m", "755", "-o", USER, "-g", USER, www.toString()));
        // not as root: whatever the archive holds, it cannot reach beyond what the application itself may write
        Command tar = Command.of(
                UNPACK_DEADLINE, "setpriv", "--reuid=" + USER, "--regid=" + USER, "--init-groups", "--no-new-privs",
                "tar", "--extract", "--gzip", "--no-same-owner", "--directory=" + www);
        mustRun(system, tar.withInput(archive));
        system.write(fresh.resolve("complete"), ref.digest(), Access.PUBLIC);
        Path place = paths.code().resolve(id);
        if (system.read(marker(id)).isPresent()) { // the other role was faster, or the same id has other bytes, which no director gives out
            system.remove(fresh);
            return;
        }
        system.remove(place);
        mustRun(system, Command.of(SHORT_DEADLINE, "mv", "--no-target-directory", fresh.toString(), place.toString()));
    }

    private void removeIfUnneeded(NodeSystem system, String id) throws RoleException {
        for (String other : ROLES) {
            if (read(system, other).spareSince().containsKey(id)) {
                return;
            }
        }
        system.remove(paths.code().resolve(id));
    }

    /** The page that is served while no version is active. */
    void bringWelcome(NodeSystem system, String page) throws RoleException {
        if (system.read(root("").resolve("index.html")).isEmpty()) {
            folders(system, paths.code().resolve(WELCOME), root(""));
        }
        system.write(root("").resolve("index.html"), page, Access.PUBLIC);
    }

    /** Makes folders that the programs may enter, whatever the agent's own mask is. */
    private void folders(NodeSystem system, Path... below) throws RoleException {
        List<String> arguments = new ArrayList<>(List.of("install", "-d", "-m", "755", String.valueOf(paths.code().getParent()), paths.code().toString()));
        for (Path each : below) {
            arguments.add(each.toString());
        }
        mustRun(system, Command.of(SHORT_DEADLINE, arguments.toArray(String[]::new)));
    }

    /** Forgets what the role needed; the code itself stays, as data does. */
    public void forget(NodeSystem system) throws RoleException {
        system.remove(file(role));
    }

    private static String id(ContentRef ref) throws RoleException {
        if (!ref.name().matches(PREFIX + "[0-9a-f-]{36}")) {
            throw new RoleException("content-unknown", "Content \"" + ref.name() + "\" is not a code version.");
        }
        return ref.name().substring(PREFIX.length());
    }

    private Path marker(String id) {
        return paths.code().resolve(id).resolve("complete");
    }

    private Path file(String role) {
        return paths.code().resolve(".needed-" + role + ".json");
    }

    private Versions read(NodeSystem system, String role) throws RoleException {
        return system.read(file(role)).map(text -> Json.read(text, Versions.class)).orElse(new Versions(Map.of()));
    }

    private void write(NodeSystem system, Map<String, Long> versions) throws RoleException {
        system.write(file(role), Json.write(new Versions(versions)), Access.ROOT_ONLY);
    }

    private static void mustRun(NodeSystem system, Command command) throws RoleException {
        Result result = system.run(command);
        if (!result.ok()) {
            throw new RoleException("code-not-unpacked", "The code could not be unpacked: " + result.stderr().strip());
        }
    }
}
