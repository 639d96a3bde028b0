package brume.service.mysql.node;

import brume.core.agent.ContentRef;
import brume.core.role.NodeSystem;
import brume.core.role.RoleException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A machine of files in memory and one MariaDB that is up or not; keeps a diary of what was done to it. */
final class ScriptedMachine implements NodeSystem {
    final Map<Path, String> files = new TreeMap<>();
    final List<String> diary = new ArrayList<>();
    final List<String> statements = new ArrayList<>();
    Map<String, UnitState> units = new TreeMap<>();
    /** Of accounts whose password is not what everybody says. */
    final Map<String, String> passwords = new TreeMap<>();
    boolean primary = true;
    boolean synced = true;

    /** Takes over what it missed, and says that it is in no primary component meanwhile. */
    boolean receives;
    boolean peerPrimary;
    /** Row of brume_meta.birth without its id; empty when there is none. */
    String birth = "";
    /** What a started server does. */
    UnitState afterStart = UnitState.ACTIVE;
    Result load = new Result(0, "", "");
    /** Rows of what is asked of Galera's options. */
    String options = "wsrep_provider_pc_bootstrap\tOFF\n";
    /** What was set of Galera's options. */
    final List<String> optionsSet = new ArrayList<>();
    String recovered = "";
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Optional<String> read(Path file) {
        return Optional.ofNullable(files.get(file));
    }

    @Override
    public boolean write(Path file, String content, Access access) {
        boolean differs = !content.equals(files.put(file, content));
        if (differs && file.startsWith(Layout.VOLUME)) {
            diary.add(file.getFileName() + " = " + content.strip());
        }
        return differs;
    }

    @Override
    public void remove(Path path) {
        files.keySet().removeIf(f -> f.startsWith(path));
    }

    @Override
    public Result run(Command command) throws RoleException {
        String program = command.arguments().getFirst();
        return switch (program) {
            case "mariadb" -> sql(command);
            case "systemctl" -> systemctl(command.arguments());
            case "test" -> new Result(files.keySet().stream().anyMatch(f -> f.startsWith(Path.of(command.arguments().getLast()))) ? 0 : 1, "", "");
            case "setpriv" -> {
                diary.add("find position");
                yield new Result(0, recovered, "");
            }
            case "mariadb-install-db" -> {
                diary.add("install");
                yield new Result(0, "", "");
            }
            case "bash" -> {
                diary.add("load dump");
                yield load;
            }
            case "journalctl" -> new Result(0, "2026-01-01 [ERROR] the disk is full\n", "");
            case "curl" -> new Result(0, peerPrimary ? "primary wsrep_local_state=4" : "other", "");
            case "du" -> new Result(0, "43M\t/var/lib/mysql/data\n", "");
            default -> new Result(0, "", "");
        };
    }

    @Override
    public Result stream(Command command, OutputStream output) throws RoleException {
        Result all = run(command);
        try {
            output.write(all.stdout().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RoleException("answer-not-taken", "what was written was not taken", e);
        }
        return new Result(all.exitCode(), "", all.stderr());
    }

    private Result systemctl(List<String> arguments) {
        String verb = arguments.get(1);
        if (verb.equals("start")) {
            diary.add("start");
            units.put(Layout.SERVER_UNIT, afterStart);
        } else if (verb.equals("stop")) {
            diary.add("stop");
            units.remove(Layout.SERVER_UNIT);
        }
        return new Result(0, "", "");
    }

    private Result sql(Command command) {
        if (units.get(Layout.SERVER_UNIT) != UnitState.ACTIVE) {
            return new Result(1, "", "ERROR 2002 (HY000): Can't connect\n");
        }
        Optional<String> account = command.arguments().stream().filter(a -> a.startsWith("--user=")).map(a -> a.substring("--user=".length())).findFirst();
        if (account.map(passwords::get).filter(p -> !p.equals(command.environment().get("MYSQL_PWD"))).isPresent()) {
            return new Result(1, "", "ERROR 1045 (28000): Access denied\n");
        }
        String text = command.stdin();
        if (text.contains("FROM mysql.db")) {
            return new Result(0, passwords.isEmpty() ? "" : "1\n1\n", "");
        }
        if (text.contains("SHOW GLOBAL STATUS")) {
            return new Result(0, status(), "");
        }
        if (text.contains("SELECT state, digest, detail")) {
            return new Result(0, birth.isEmpty() ? "" : birth + "\n", "");
        }
        text.lines().filter(l -> l.startsWith("SET GLOBAL wsrep_provider_")).forEach(optionsSet::add);
        if (text.contains("SHOW GLOBAL VARIABLES LIKE 'wsrep_provider_")) {
            List<String> rows = options.lines().filter(r -> text.contains("'" + r.split("\t", 2)[0] + "'")).toList();
            return new Result(0, String.join("\n", rows) + "\n", "");
        }
        text.lines().filter(l -> !l.startsWith("SET") && !l.startsWith("SELECT") && !l.startsWith("SHOW") && !l.isBlank()).forEach(statements::add);
        if (text.contains("REPLACE INTO brume_meta.birth")) {
            String[] values = text.substring(text.indexOf("VALUES (1, ") + 11).split(", ", 4);
            birth = values[0].replace("'", "") + "\t" + values[1].replace("'", "") + "\t" + values[2].replace("'", "");
        }
        if (text.contains("information_schema.processlist")) {
            return new Result(0, "0\n", "");
        }
        return new Result(0, "", "");
    }

    private String status() {
        return "wsrep_cluster_status\t" + (primary ? "Primary" : "non-Primary") + "\nwsrep_local_state\t" + (primary && synced ? 4 : primary || receives ? 1 : 0) + "\nwsrep_ready\t"
                + (primary && synced ? "ON" : "OFF") + "\nwsrep_cluster_state_uuid\t11111111-2222-3333-4444-555555555555\nwsrep_incoming_addresses\t10.0.0.12:3306,10.0.0.11:3306\n"
                + (birth.isEmpty() ? "" : "birth\t" + birth.split("\t", 2)[0] + "\n");
    }

    @Override
    public UnitState unit(String unit) {
        return units.getOrDefault(unit, UnitState.INACTIVE);
    }

    @Override
    public void startUnit(String unit) {
        units.put(unit, UnitState.ACTIVE);
    }

    @Override
    public void reloadUnit(String unit) {
        diary.add("reload " + unit);
    }

    @Override
    public void restartUnit(String unit) {
        diary.add("restart " + unit);
    }

    @Override
    public void stopUnit(String unit) {
        units.remove(unit);
    }

    @Override
    public Path content(ContentRef ref) {
        return Path.of("/content/" + ref.digest());
    }

    @Override
    public String address() {
        return "10.0.0.11";
    }

    @Override
    public InstantSource clock() {
        return () -> now;
    }

    @Override
    public void await(Probe probe, Duration patience, String code, String text) throws RoleException {
        if (!probe.holds()) {
            now = now.plus(patience);
            throw new RoleException(code, text);
        }
    }
}
