package brume.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Runs commands in this process as a shell would: with an environment, a home and standard input of their own. */
record Shell(Map<String, String> environment, Path home, String stdin) {
    static Shell of(Path home, Map<String, String> environment) {
        return new Shell(environment, home, "");
    }

    /** What came of a command. */
    record Ran(int exit, String out, String err) {
        JsonNode json() {
            return tree(new ObjectMapper());
        }

        JsonNode yaml() {
            return tree(new YAMLMapper());
        }

        private JsonNode tree(ObjectMapper mapper) {
            try {
                return mapper.readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError(out, e);
            }
        }
    }

    Shell with(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Shell(more, home, stdin);
    }

    Shell typing(String text) {
        return new Shell(environment, home, text);
    }

    Ran brume(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = brume(out, err, arguments);
        return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    int brume(ByteArrayOutputStream out, ByteArrayOutputStream err, String... arguments) {
        Terminal terminal = new Terminal(
                environment,
                home,
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                InstantSource.system());
        return Main.commandLine(terminal).execute(arguments);
    }
}
