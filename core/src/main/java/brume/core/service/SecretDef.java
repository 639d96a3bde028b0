package brume.core.service;

import java.util.Objects;

/** A secret that a service has from its creation on, random unless the user sets it. {@code length} in characters of [A-Za-z0-9]. */
public record SecretDef(String name, int length) {
    public SecretDef {
        Objects.requireNonNull(name);
    }
}
