package brume.director.http;

import java.time.Duration;

/** The named limits of the edge, each with its reason. */
final class Limits {
    /** Largest JSON body, in bytes. A manifest with a long comment is a tenth of it. */
    static final int JSON_BYTES_MAX = 1 << 20;

    /** Largest request line with headers, in bytes. Tokens and paths are short; 8 KiB is what most clients assume. */
    static final int HEADER_BYTES_MAX = 8 << 10;

    /** Connections at once on the API door: a few people, their programs and their open event streams. */
    static final int API_CONNECTIONS_MAX = 2_000;

    /** Connections at once on the agent door: each agent holds one long poll and now and then a report. */
    static final int AGENT_CONNECTIONS_MAX = 30_000;

    /** A connection on which nothing moves for so long is closed; longer than a long poll so that those are let be. */
    static final Duration IDLE = Duration.ofSeconds(Call.WAIT_SECONDS_MAX + 15L);

    /** A new connection must have sent its first whole request after this. */
    static final Duration FIRST_REQUEST = Duration.ofSeconds(20);

    /** A body may start slowly for so long. */
    static final Duration BODY_GRACE = Duration.ofSeconds(10);

    /** Slowest that a client may send or take a body after the grace, in bytes per second, over the whole body. */
    static final long BODY_BYTES_PER_SECOND_MIN = 1_024;

    /** Of a refused request's body, so much is read to let the client see the answer. */
    static final long DRAIN_BYTES_MAX = 16 << 20;

    /** Requests in work get so long to finish when the director closes. */
    static final Duration CLOSE_GRACE = Duration.ofSeconds(5);

    /** An event stream says something at least this often, so that both ends notice a dead connection. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** Events read at once for a listener. */
    static final int EVENT_BATCH = 500;

    /** A listener to whom one batch could not be handed over within this cannot keep up and is disconnected. */
    static final Duration EVENT_BATCH_LONGEST = Duration.ofSeconds(10);

    private Limits() {}
}
