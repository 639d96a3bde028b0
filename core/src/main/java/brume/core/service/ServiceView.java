package brume.core.service;

import brume.core.agent.ContentRef;
import brume.core.id.ServiceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that a planner may decide by.
 *
 * @param counts wanted number of nodes per role, complete
 * @param settings JSON object text
 * @param secrets by name
 * @param active the code version to serve, when the type takes code and one is active
 * @param kept versions that nodes should keep at hand besides, newest first: at least the one that was active before
 * @param attachments blobs by name, such as {@code dump}
 * @param environment variables for the application: what sibling services export. May hold secret placeholders
 * @param members living nodes by ordinal
 */
public record ServiceView(
        ServiceId id,
        Map<String, Integer> counts,
        String settings,
        Map<String, SecretRef> secrets,
        Optional<CodeVersion> active,
        List<CodeVersion> kept,
        Map<String, ContentRef> attachments,
        Map<String, String> environment,
        List<Member> members,
        Instant now) {
    public ServiceView {
        Objects.requireNonNull(id);
        counts = Map.copyOf(counts);
        Objects.requireNonNull(settings);
        secrets = Map.copyOf(secrets);
        Objects.requireNonNull(active);
        kept = List.copyOf(kept);
        attachments = Map.copyOf(attachments);
        environment = Map.copyOf(environment);
        members = List.copyOf(members);
        Objects.requireNonNull(now);
    }
}
