package brume.service.mysql.node;

import brume.core.role.NodeSystem;
import brume.core.role.RoleException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Options of Galera that are changed while it runs. MariaDB from 11.3 on gives each a variable of its own ({@code wsrep_provider_pc_weight}) and refuses the one text of all with error 1238;
 * older ones have nothing but that text, {@code wsrep_provider_options} (MariaDB's page on the plugin {@code wsrep_provider}; seen with 11.8.6).
 */
record Provider(NodeSystem system) {
    private static final String WEIGHT = "pc.weight";
    private static final String BOOTSTRAP = "pc.bootstrap";

    Provider {
        Objects.requireNonNull(system);
    }

    /** Makes the component of this node the primary one. */
    void bootstrap() throws RoleException {
        set(BOOTSTRAP, "ON");
    }

    /** Sets what this node counts, when it counts something else. */
    void weigh(int weight) throws RoleException {
        String wanted = String.valueOf(weight);
        if (value(WEIGHT).filter(v -> !v.equals(wanted)).isPresent()) {
            set(WEIGHT, wanted);
        }
    }

    private Optional<String> value(String option) throws RoleException {
        return rows(option).stream().flatMap(row -> value(row, option).stream()).findFirst();
    }

    private List<String> rows(String option) throws RoleException {
        return new Sql(system).run("SHOW GLOBAL VARIABLES WHERE Variable_name IN ('" + variable(option) + "', 'wsrep_provider_options');\n");
    }

    private static Optional<String> value(String row, String option) {
        String[] columns = row.split("\t", 2);
        if (columns.length < 2 || columns[0].equals(variable(option))) {
            return columns.length < 2 ? Optional.empty() : Optional.of(columns[1].strip());
        }
        return Stream.of(columns[1].split(";", -1)).map(o -> o.split("=", 2)).filter(o -> o.length == 2 && o[0].strip().equals(option)).map(o -> o[1].strip()).findFirst();
    }

    private void set(String option, String value) throws RoleException {
        boolean own = rows(option).stream().anyMatch(row -> row.startsWith(variable(option) + "\t"));
        String statement = own ? "SET GLOBAL " + variable(option) + " = " + value : "SET GLOBAL wsrep_provider_options = '" + option + "=" + value + "'";
        new Sql(system).run(statement + ";\n");
    }

    private static String variable(String option) {
        return "wsrep_provider_" + option.replace('.', '_');
    }
}
