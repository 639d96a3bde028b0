package brume.service.web.node;

import brume.core.role.NodeSystem;
import brume.service.web.Json;
import java.util.List;

/** Puts the machine's own address where settings say {@link Json#SELF}. */
public final class Addresses {
    private Addresses() {}

    public static List<String> resolve(List<String> addresses, NodeSystem system) {
        return addresses.stream().map(address -> address.equals(Json.SELF) ? system.address() : address).toList();
    }
}
