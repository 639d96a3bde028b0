package brume.service.mysql.node;

import brume.core.role.NodeSystem;
import brume.core.role.RoleException;
import brume.core.service.LoadProgress;
import brume.service.mysql.MysqlFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a running MariaDB says of itself.
 *
 * @param answers whether it answered at all
 * @param state {@code wsrep_local_state}
 * @param uuid of the cluster's history
 * @param view addresses of the members, sorted, without ports
 * @param seeded the birth is done
 * @param load the newest load of a dump
 */
record Status(boolean answers, boolean primary, int state, boolean ready, String uuid, List<String> view, boolean seeded, Optional<LoadProgress> load) {
    private static final String NO_UUID = "00000000-0000-0000-0000-000000000000";
    private static final Status SILENT = new Status(false, false, 0, false, "", List.of(), false, Optional.empty());

    // SHOW works outside a primary component, where SELECT is refused; the statements after it may fail
    private static final String QUERY =
            """
            SHOW GLOBAL STATUS WHERE Variable_name IN ('wsrep_cluster_status', 'wsrep_local_state', 'wsrep_ready', 'wsrep_cluster_state_uuid', 'wsrep_incoming_addresses');
            SELECT 'birth', state FROM brume_meta.birth;
            """
                    + Load.QUERY;

    Status {
        view = List.copyOf(view);
    }

    /** One that does not answer in time, as while it lends its data on a busy machine, is silent. */
    static Status of(NodeSystem system) throws RoleException {
        try {
            return parse(new Sql(system).look(QUERY));
        } catch (RoleException e) {
            if (e.code().equals("deadline")) {
                return SILENT;
            }
            throw e;
        }
    }

    static Status parse(List<String> rows) {
        Map<String, String> values = new HashMap<>();
        for (String row : rows) {
            String[] columns = row.split("\t", 2);
            if (columns.length == 2) {
                values.put(columns[0], columns[1]);
            }
        }
        if (!values.containsKey("wsrep_cluster_status")) {
            return SILENT;
        }
        String uuid = values.getOrDefault("wsrep_cluster_state_uuid", "");
        return new Status(
                true,
                "Primary".equals(values.get("wsrep_cluster_status")),
                number(values.getOrDefault("wsrep_local_state", "0")),
                "ON".equals(values.get("wsrep_ready")),
                uuid.equals(NO_UUID) ? "" : uuid,
                addresses(values.getOrDefault("wsrep_incoming_addresses", "")),
                Birth.DONE.equals(values.get("birth")),
                Optional.ofNullable(values.get("load")).flatMap(Load::parse));
    }

    boolean synced() {
        return answers && primary && ready && state == MysqlFacts.SYNCED;
    }

    /**
     * Runs outside a primary component. One that takes over what it missed says {@code non-Primary} too until it has all of it, but its {@code wsrep_local_state} is 1 (joining) by then;
     * one that has nobody is at 0.
     */
    boolean outside() {
        return answers && !primary && state == 0;
    }

    /** Takes statements, even if it lends its data just now. */
    boolean works() {
        return synced() || (answers && primary && ready && state == MysqlFacts.DONOR);
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    }

    /** {@code 10.0.0.1:3306,10.0.0.2:3306}; members whose address is not known yet are empty or AUTO. */
    private static List<String> addresses(String text) {
        return List.of(text.split(",")).stream()
                .map(a -> a.replaceFirst(":[0-9]*$", "").strip())
                .filter(a -> a.contains("."))
                .sorted()
                .toList();
    }
}
