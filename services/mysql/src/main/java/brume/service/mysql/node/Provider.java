package brume.service.mysql.node;

import brume.core.role.NodeSystem;
import brume.core.role.RoleException;
import java.util.Objects;

/**
 * Options of Galera that are changed while it runs. MariaDB from 11.3 on gives each a variable of its own ({@code wsrep_provider_pc_bootstrap}) and refuses the one text of all with error 1238;
 * older ones have nothing but that text, {@code wsrep_provider_options} (MariaDB's page on the plugin {@code wsrep_provider}; seen with 11.8.6).
 */
record Provider(NodeSystem system) {
    private static final String BOOTSTRAP = "pc.bootstrap";

    Provider {
        Objects.requireNonNull(system);
    }

    /** Makes the component of this node the primary one. */
    void bootstrap() throws RoleException {
        set(BOOTSTRAP, "ON");
    }

    private void set(String option, String value) throws RoleException {
        Sql sql = new Sql(system);
        boolean own = !sql.run("SHOW GLOBAL VARIABLES LIKE '" + variable(option) + "';\n").isEmpty();
        String statement = own ? "SET GLOBAL " + variable(option) + " = " + value : "SET GLOBAL wsrep_provider_options = '" + option + "=" + value + "'";
        sql.run(statement + ";\n");
    }

    private static String variable(String option) {
        return "wsrep_provider_" + option.replace('.', '_');
    }
}
