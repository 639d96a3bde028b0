package brume.director.app;

import java.util.Optional;

/**
 * One difference between two states of what is wanted.
 *
 * @param act {@code added}, {@code removed} or {@code changed}
 * @param service empty for the application itself
 * @param what was changed: {@code role backend}, {@code setting memory_limit}, {@code code}; empty for a service that comes or goes
 * @param from left out where there was nothing, or the default
 * @param to left out where there will be nothing, or the default
 */
public record ChangeView(String act, String service, String what, Optional<String> from, Optional<String> to) {}
