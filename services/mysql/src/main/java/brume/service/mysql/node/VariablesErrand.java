package brume.service.mysql.node;

import brume.core.role.ErrandRunner;
import brume.core.role.NodeSystem;
import brume.core.role.RoleException;
import brume.service.mysql.Json;
import brume.service.mysql.MysqlService;
import brume.service.mysql.ServerVariables;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells the values that the variables which users may set have in the running server, as a JSON object. */
final class VariablesErrand implements ErrandRunner {
    @Override
    public String kind() {
        return MysqlService.VARIABLES_ERRAND;
    }

    @Override
    public void run(String arguments, NodeSystem system, OutputStream answer, Duration longest) throws RoleException {
        Map<String, String> values = values(new Sql(system).run("SHOW GLOBAL VARIABLES;\n"));
        try {
            answer.write(Json.write(values).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RoleException("answer-not-taken", "the values were not taken", e);
        }
    }

    static Map<String, String> values(List<String> rows) {
        Map<String, String> all = new TreeMap<>();
        for (String row : rows) {
            String[] columns = row.split("\t", 2);
            all.put(columns[0], columns.length == 2 ? columns[1] : "");
        }
        Map<String, String> values = new TreeMap<>();
        for (String name : ServerVariables.names()) {
            if (all.containsKey(name)) {
                values.put(name, all.getOrDefault(name, ""));
            }
        }
        return values;
    }
}
