package brume.director.log;

import java.time.Instant;
import java.util.Optional;

/**
 * The log of one role of one node.
 *
 * @param node number within the service
 * @param bytes that it takes
 * @param last when it was written to last
 * @param gone whether the node is no more
 */
public record LogView(
        String appId, String app, int sid, String service, int node, String machine, String instance, String role, long bytes, Optional<Instant> last, boolean gone) {}
