package brume.service.web;

import java.util.Optional;

/** The three roles, in the order in which a node brings them: a role is there before the one that names it. */
public enum RoleKind {
    BACKEND("backend", 9000),
    WEB("web", 8080),
    PROXY("proxy", 80);

    private final String shortName;
    private final int port;

    RoleKind(String shortName, int port) {
        this.shortName = shortName;
        this.port = port;
    }

    /** As users write it in counts. */
    public String shortName() {
        return shortName;
    }

    /** As node configurations and reports name it; {@code type} is the service type's name. */
    public String fullName(String type) {
        return type + "." + shortName;
    }

    public int port() {
        return port;
    }

    /** The role that sends its requests to this one; empty for the first of the chain. */
    Optional<RoleKind> asker() {
        return switch (this) {
            case BACKEND -> Optional.of(WEB);
            case WEB -> Optional.of(PROXY);
            case PROXY -> Optional.empty();
        };
    }
}
