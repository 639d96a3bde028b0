package brume.service.mysql;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Settings of the node role {@code mysql.mysql}.
 *
 * @param duty text of a {@link Duty}
 * @param round number of the last recovery round of the cluster; planner's memory only
 * @param writer whether this node takes the writes; it is also the one that makes the database and its user
 * @param leaving whether the node is about to leave; planner's memory only
 * @param cluster UUID of the cluster once it has served; empty before. A node without data does not start a new cluster in place of a known one
 * @param group name under which the nodes of this service find each other (at most 32 characters)
 * @param name of this node within the cluster
 * @param peers addresses of the other nodes
 * @param donors names of the nodes to ask for the data first when this one joins, so that the writer is spared
 * @param transfer how this node gets all data when it joins: {@code rsync}, quick but writes wait for it, or {@code mariabackup}
 * @param dump SHA-256 of the dump to load when the database is made, empty for none
 * @param load name of the dump to load while the database serves, with {@link brume.core.service.LoadProgress#ATTACHMENT} before its id; for the writer only, empty for none
 * @param variables server variables to set, from {@link ServerVariable}
 */
public record MysqlOrders(
        String duty,
        int round,
        boolean writer,
        boolean leaving,
        String cluster,
        String group,
        String name,
        List<String> peers,
        List<String> donors,
        String transfer,
        String database,
        String user,
        String password,
        String sstPassword,
        String monitorPassword,
        String dump,
        String load,
        Map<String, String> variables) {

    public MysqlOrders {
        Duty.parse(duty);
        Objects.requireNonNull(cluster);
        Objects.requireNonNull(group);
        Objects.requireNonNull(name);
        peers = List.copyOf(peers);
        donors = List.copyOf(donors);
        Objects.requireNonNull(transfer);
        Objects.requireNonNull(database);
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
        Objects.requireNonNull(sstPassword);
        Objects.requireNonNull(monitorPassword);
        Objects.requireNonNull(dump);
        load = Objects.requireNonNullElse(load, ""); // a director before this version sends none
        variables = Map.copyOf(variables);
    }

    /** The duty, parsed. */
    public Duty wanted() {
        return Duty.parse(duty);
    }

    @Override
    public String toString() {
        return "MysqlOrders[" + name + ", " + duty + (writer ? ", writer]" : "]"); // never the passwords
    }
}
