package brume.director.http;

import java.util.Objects;

/** Where a door is: an address of this machine in text form and a port; port 0 takes a free one. */
public record Listener(String address, int port) {
    public Listener {
        Objects.requireNonNull(address);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }
}
