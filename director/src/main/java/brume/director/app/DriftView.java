package brume.director.app;

import java.util.Optional;

/**
 * One difference between what is wanted and what is.
 *
 * @param node number within the service, where it is one node's
 * @param what differs: {@code role backend}, {@code configuration}, {@code power}, {@code agent}, {@code code}
 */
public record DriftView(String service, Optional<Integer> node, String what, String wanted, String seen) {}
