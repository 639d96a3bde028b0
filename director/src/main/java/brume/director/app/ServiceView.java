package brume.director.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service, as the API shows it.
 *
 * @param sid number within its application
 * @param counts wanted nodes per role
 * @param settings the type's own
 * @param activeCode id of the code version that is served
 */
public record ServiceView(
        String id,
        int sid,
        String appId,
        String app,
        String type,
        String name,
        String site,
        String state,
        String text,
        long generation,
        long seenGeneration,
        boolean wantRun,
        boolean deleting,
        Map<String, Integer> counts,
        JsonNode settings,
        Optional<String> url,
        Optional<String> activeCode,
        List<NodeView> nodes) {}
