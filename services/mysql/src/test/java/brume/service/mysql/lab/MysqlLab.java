package brume.service.mysql.lab;

import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.Result;
import brume.core.role.RoleException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code MysqlLab SCENARIO…}; properties {@code lab.project}, {@code lab.network}, {@code lab.subnet}, {@code lab.image}. */
final class MysqlLab {
    private final List<String> incus = List.of("incus", "--project", System.getProperty("lab.project", "brume-mys"));
    private final String subnet = System.getProperty("lab.subnet", "10.83.77.");
    private final Lab lab = new Lab(incus, System.getProperty("lab.prefix", "lab-"), subnet, System.getProperty("lab.image", "services"));
    private final LabMachine client = new LabMachine(incus, System.getProperty("lab.client", "client"), subnet + "10", Map.of());

    public static void main(String[] scenarios) throws RoleException {
        MysqlLab program = new MysqlLab();
        try {
            for (String scenario : scenarios) {
                program.lab.say("##### " + scenario);
                program.run(scenario);
            }
        } catch (RoleException e) {
            program.lab.say("FAILED: " + e.text());
            if (!Boolean.getBoolean("lab.keep")) {
                program.lab.close();
            }
            System.exit(1);
        }
        if (!Boolean.getBoolean("lab.keep")) {
            program.lab.close();
        }
        System.exit(0);
    }

    private void run(String scenario) throws RoleException {
        switch (scenario) {
            case "one" -> {
                lab.scale(1, 0);
                lab.ready("one node serves");
            }
            case "dump" -> {
                Path dump = Path.of(System.getProperty("lab.dump", "dump.sql.gz"));
                lab.attach("dump", dump);
                lab.scale(1, 0);
                lab.ready("one node serves with the dump");
                query("SHOW TABLES; SELECT COUNT(*) FROM d1");
            }
            case "rows" -> query("SELECT COUNT(*) FROM t; SELECT * FROM brume_meta.birth");
            case "three" -> {
                lab.scale(3, 0);
                lab.ready("three nodes serve");
            }
            case "glb" -> {
                lab.scale(3, 1);
                lab.ready("a balancer serves");
            }
            case "back" -> {
                lab.scale(1, 0);
                lab.ready("one node serves");
            }
            case "writes" -> startWrites();
            case "check" -> checkWrites();
            case "restart" -> {
                lab.stopMachines(true);
                lab.startMachines();
                lab.ready("back after a polite restart");
            }
            case "crash" -> {
                lab.stopMachines(false);
                lab.startMachines();
                lab.ready("back after a crash of all");
            }
            case "kill9" -> {
                lab.say("--- kill -9 of every MariaDB");
                for (String name : lab.names().values()) {
                    lab.incus("exec", name, "--", "pkill", "-9", "mariadbd");
                }
                LabMachine.pause(1500);
                lab.ready("back after kill -9 of all");
            }
            case "losewriter" -> {
                int writer = lab.names().firstKey();
                lab.stopMachine(writer);
                LabMachine.pause(8000);
                lab.startMachine(writer);
                lab.ready("lost node is back");
            }
            default -> throw new RoleException("lab", "no such scenario: " + scenario);
        }
    }

    private void query(String sql) throws RoleException {
        Map<String, String> e = lab.exports();
        Command command = Command.of(Duration.ofSeconds(20), "mariadb", "--no-defaults", "-t", "--force", "-h", e.getOrDefault("MYSQL_HOST", ""), "-u", e.getOrDefault("MYSQL_USER", ""), e.getOrDefault("MYSQL_DATABASE", ""));
        Result result = client.run(command.withEnvironment(Map.of("MYSQL_PWD", e.getOrDefault("MYSQL_PASSWORD", ""))).withStdin(sql));
        lab.say(result.stdout() + result.stderr());
    }

    private void startWrites() throws RoleException {
        writeEnvironment();
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    LabMachine.pause(200);
                    writeEnvironment();
                }
            } catch (RoleException e) {
                // the end
            }
        });
        client.run(Command.of(Duration.ofSeconds(10), "sh", "-c", "rm -f /root/acked /root/log; touch /root/go; setsid php /root/writes.php > /root/log 2>&1 < /dev/null &"));
    }

    private String told = "";

    private void writeEnvironment() throws RoleException {
        Map<String, String> e = lab.exports();
        String text = String.join("\n", e.getOrDefault("MYSQL_HOST", ""), e.getOrDefault("MYSQL_USER", ""), e.getOrDefault("MYSQL_PASSWORD", ""), e.getOrDefault("MYSQL_DATABASE", "")) + "\n";
        if (!text.equals(told) && !e.isEmpty()) {
            told = text;
            client.run(Command.of(Duration.ofSeconds(10), "sh", "-c", "cat > /root/env.new; mv /root/env.new /root/env").withStdin(text));
        }
    }

    private void checkWrites() throws RoleException {
        lab.say(client.run(Command.of(Duration.ofSeconds(60), "sh", "-c", "rm -f /root/go; while pgrep -x php >/dev/null; do sleep 0.1; done; php /root/check.php; tail -n 12 /root/log")).stdout().strip());
    }
}
