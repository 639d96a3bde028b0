package brume.director.http;

import java.time.InstantSource;
import java.util.Objects;

/** What the server stands on, given by the wiring. */
public record Edge(Gate gate, ServerTls tls, Mutations mutations, Bell bell, InstantSource clock) {
    public Edge {
        Objects.requireNonNull(gate);
        Objects.requireNonNull(tls);
        Objects.requireNonNull(mutations);
        Objects.requireNonNull(bell);
        Objects.requireNonNull(clock);
    }
}
