package brume.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The containers of the deployment under test, as their daemon has them: for faults that no user of Brume can cause.
 *
 * @param socket of the daemon
 * @param project of the deployment in it
 */
record Containers(UserSession user, String socket, String project) {
    private static final Pattern HOST_END = Pattern.compile("\"host_name\":\\s*\"(veth[^\"]+)\"");

    static Containers of(UserSession user) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(System.getenv("BRUME_HOME"), "director.properties"), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return new Containers(user, properties.getProperty("incus.socket"), properties.getProperty("incus.project"));
    }

    /** Ends MariaDB by SIGKILL. */
    void killMariadb(String container) throws IOException, InterruptedException {
        call("POST", "/1.0/instances/" + container + "/exec",
                "{\"command\": [\"systemctl\", \"kill\", \"--signal=KILL\", \"brume-mysql.service\"], \"wait-for-websocket\": false, \"interactive\": false}");
    }

    void freeze(String container) throws IOException, InterruptedException {
        state(container, "freeze");
    }

    void unfreeze(String container) throws IOException, InterruptedException {
        state(container, "unfreeze");
    }

    /** Takes the host's end of its network cable down, or up again. */
    void network(String container, String state) throws IOException, InterruptedException {
        Matcher end = HOST_END.matcher(call("GET", "/1.0/instances/" + container + "/state", ""));
        assertThat(end.find()).isTrue();
        assertThat(user.run(List.of("ip", "link", "set", end.group(1), state)).exit()).isZero();
    }

    private void state(String container, String action) throws IOException, InterruptedException {
        call("PUT", "/1.0/instances/" + container + "/state", "{\"action\": \"" + action + "\", \"timeout\": 30}");
    }

    private String call(String method, String path, String body) throws IOException, InterruptedException {
        UserSession.Said said = user.run(List.of(
                "curl", "--silent", "--show-error", "--fail-with-body", "--max-time", "60", "--unix-socket", socket, "-X", method, "-d", body, "http://daemon" + path + "?project=" + project));
        assertThat(said.exit()).as("%s %s: %s", method, path, said.text()).isZero();
        return said.text();
    }
}
