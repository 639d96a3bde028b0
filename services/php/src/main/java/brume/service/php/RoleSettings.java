package brume.service.php;

/** What a role of the service is told; the shape belongs to the two halves of the service alone. */
public sealed interface RoleSettings permits BackendSettings, WebSettings, ProxySettings {
    /** Text form of the service's id. */
    String service();

    Leave leave();

    static RoleSettings read(PhpRole role, String text) {
        return switch (role) {
            case BACKEND -> Json.read(text, BackendSettings.class);
            case WEB -> Json.read(text, WebSettings.class);
            case PROXY -> Json.read(text, ProxySettings.class);
        };
    }
}
