package brume.director.node;

import static brume.director.db.generated.Tables.NODE;

import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.id.InstanceId;
import brume.core.id.ServiceId;
import brume.director.db.Database;
import brume.director.db.Life;
import brume.director.db.StoredJson;
import brume.director.db.generated.tables.records.NodeRecord;
import brume.director.engine.Kind;
import brume.director.engine.Wakes;
import brume.director.event.EventStore;
import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** SQL of table {@code node}. */
public final class NodeStore {
    private static final TypeReference<List<RoleConfig>> ROLES = new TypeReference<>() {};

    private final Database database;
    private final Wakes wakes;
    private final EventStore events;
    private final InstantSource clock;

    public NodeStore(Database database, Wakes wakes, EventStore events, InstantSource clock) {
        this.database = Objects.requireNonNull(database);
        this.wakes = Objects.requireNonNull(wakes);
        this.events = Objects.requireNonNull(events);
        this.clock = Objects.requireNonNull(clock);
    }

    public void want(DSLContext tx, NodeWant want) {
        tx.insertInto(NODE)
                .set(NODE.INSTANCE_ID, want.id().toString())
                .set(NODE.SERVICE_ID, want.service().toString())
                .set(NODE.ORDINAL, want.ordinal())
                .set(NODE.LIFE, Life.ALIVE.name())
                .set(NODE.WANT_ROLES_JSON, StoredJson.write(want.roles()))
                .set(NODE.CREATED_AT, clock.instant())
                .execute();
        wake(tx, want.id());
    }

    /** Sets the roles; the configuration's generation grows. */
    public void wantRoles(DSLContext tx, InstanceId id, List<RoleConfig> roles) {
        tx.update(NODE)
                .set(NODE.WANT_ROLES_JSON, StoredJson.write(roles))
                .set(NODE.CONFIG_GENERATION, NODE.CONFIG_GENERATION.plus(1))
                .where(NODE.INSTANCE_ID.eq(id.toString()))
                .execute();
        wake(tx, id);
        events.append(tx, Kind.NODE, id.value(), "config", "");
    }

    /** The user wants this very node gone; the service's plan lets it leave in good order. */
    public void wantLeave(DSLContext tx, InstanceId id) {
        tx.update(NODE).set(NODE.WANT_LEAVE, true).where(NODE.INSTANCE_ID.eq(id.toString())).execute();
        events.append(tx, Kind.NODE, id.value(), "leave", "");
    }

    public void wantGone(DSLContext tx, InstanceId id) {
        tx.update(NODE)
                .set(NODE.LIFE, Life.DYING.name())
                .where(NODE.INSTANCE_ID.eq(id.toString()))
                .and(NODE.LIFE.eq(Life.ALIVE.name()))
                .execute();
        wake(tx, id);
    }

    /**
     * Grants the identity to a key of a machine generation: the fence grows, and the configuration with it, so that a poll that waits for a newer one gets the new fence; what an
     * earlier holder reported is forgotten.
     */
    public void wantGrant(DSLContext tx, InstanceId id, String key, long machineGeneration) {
        tx.update(NODE)
                .set(NODE.KEY_DIGEST, key)
                .set(NODE.KEY_GENERATION, machineGeneration)
                .set(NODE.FENCE, NODE.FENCE.plus(1))
                .set(NODE.CONFIG_GENERATION, NODE.CONFIG_GENERATION.plus(1))
                .setNull(NODE.SEEN_REPORT_JSON)
                .set(NODE.SEEN_GENERATION, 0L)
                .set(NODE.SEEN_AGENT, AgentState.WAITING.name())
                .set(NODE.SEEN_AT, clock.instant())
                .where(NODE.INSTANCE_ID.eq(id.toString()))
                .execute();
        wake(tx, id);
        events.append(tx, Kind.NODE, id.value(), "granted", "machine generation " + machineGeneration);
    }

    /** Writes a report down if it comes from the holder of the fence; false when it does not. */
    public boolean seenReport(Node node, NodeReport report, boolean saysSomethingNew) {
        return database.write(tx -> {
            int rows = tx.update(NODE)
                    .set(NODE.SEEN_REPORT_JSON, StoredJson.write(report))
                    .set(NODE.SEEN_GENERATION, report.generation())
                    .set(NODE.SEEN_AT, clock.instant())
                    .where(NODE.INSTANCE_ID.eq(node.id().toString()))
                    .and(NODE.FENCE.eq(report.fence()))
                    .execute();
            if (rows == 1 && saysSomethingNew) {
                wake(tx, node.id());
                wakes.wake(tx, Kind.SERVICE, node.service().value());
            }
            return rows == 1;
        });
    }

    /** Writes the agent's state down; when it changed, the service looks again. A report of an agent that is no longer there is forgotten with it. */
    void seenAgent(Node node, AgentState agent) {
        if (node.agent() == agent && (agent != AgentState.WAITING || node.report().isEmpty())) {
            return;
        }
        database.write(tx -> {
            tx.update(NODE)
                    .set(NODE.SEEN_AGENT, agent.name())
                    .where(NODE.INSTANCE_ID.eq(node.id().toString()))
                    .execute();
            if (agent == AgentState.WAITING) {
                tx.update(NODE)
                        .setNull(NODE.SEEN_REPORT_JSON)
                        .set(NODE.SEEN_GENERATION, 0L)
                        .where(NODE.INSTANCE_ID.eq(node.id().toString()))
                        .execute();
            }
            wakes.wake(tx, Kind.SERVICE, node.service().value());
            events.append(tx, Kind.NODE, node.id().value(), "agent", agent.name());
            return null;
        });
    }

    /** The machine is gone, and the node with it: its row goes, so that nothing stands in the way of the instance's. */
    void bury(Node node) {
        database.write(tx -> {
            tx.deleteFrom(NODE).where(NODE.INSTANCE_ID.eq(node.id().toString())).execute();
            wakes.wake(tx, Kind.SERVICE, node.service().value());
            return null;
        });
    }

    public Optional<Node> find(InstanceId id) {
        return database.read(tx -> find(tx, id));
    }

    public Optional<Node> find(DSLContext tx, InstanceId id) {
        return tx.selectFrom(NODE).where(NODE.INSTANCE_ID.eq(id.toString())).fetchOptional(NodeStore::node);
    }

    /** Nodes of a service, by ordinal. */
    public List<Node> ofService(ServiceId service) {
        return database.read(tx -> ofService(tx, service));
    }

    public List<Node> ofService(DSLContext tx, ServiceId service) {
        return tx.selectFrom(NODE)
                .where(NODE.SERVICE_ID.eq(service.toString()))
                .orderBy(NODE.ORDINAL)
                .fetch(NodeStore::node);
    }

    private void wake(DSLContext tx, InstanceId id) {
        wakes.wake(tx, Kind.NODE, id.value());
    }

    private static Node node(NodeRecord row) {
        return new Node(
                InstanceId.parse(row.getInstanceId()),
                ServiceId.parse(row.getServiceId()),
                row.getOrdinal(),
                Life.valueOf(row.getLife()),
                StoredJson.read(row.getWantRolesJson(), ROLES),
                row.getWantLeave(),
                row.getConfigGeneration(),
                row.getFence(),
                Optional.ofNullable(row.getKeyDigest()),
                row.getKeyGeneration(),
                Optional.ofNullable(row.getSeenReportJson()).map(json -> StoredJson.read(json, NodeReport.class)),
                Optional.ofNullable(row.getSeenAt()),
                AgentState.valueOf(row.getSeenAgent()));
    }
}
