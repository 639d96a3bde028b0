package brume.service.web.node;

import brume.core.role.NodeSystem;
import brume.service.web.Weights;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How requests are spread over a list of servers, in the words of those who spread them. Where nobody has a weight of his own, the one with the fewest open requests is asked; where
 * somebody has one, requests are dealt out by weight, because fewest-open and weights together give shares that are neither.
 *
 * @param byAddress weights that are not {@link Weights#INITIAL}
 */
public record Shares(Map<String, Integer> byAddress) {
    public static final Shares EQUAL = new Shares(Map.of());

    public Shares {
        byAddress = Map.copyOf(byAddress);
    }

    /** @param weights by address, which may be {@link brume.service.web.Json#SELF} */
    public static Shares of(Map<String, Integer> weights, NodeSystem system) {
        Map<String, Integer> resolved = new TreeMap<>();
        weights.forEach((address, weight) -> resolved.put(Addresses.resolve(List.of(address), system).getFirst(), weight));
        return new Shares(resolved);
    }

    private int of(String address) {
        return byAddress.getOrDefault(address, Weights.INITIAL);
    }

    /** The line of an upstream that chooses how to spread, empty when that is nginx's own way; indented by eight. */
    public String nginxMethod() {
        return byAddress.isEmpty() ? "        least_conn;\n" : "";
    }

    /** What stands behind a server in an upstream, its blank included. A weight is as small as can be, because a hash takes room for each unit (nginx, {@code hash consistent}). */
    public String nginx(String address, List<String> all) {
        if (byAddress.isEmpty()) {
            return "";
        }
        if (of(address) == 0) {
            return " down";
        }
        int divisor = all.stream()
                .map(each -> BigInteger.valueOf(of(each)))
                .reduce(BigInteger.ZERO, BigInteger::gcd)
                .max(BigInteger.ONE)
                .intValueExact();
        return " weight=" + of(address) / divisor;
    }

    String haproxyMethod() {
        return byAddress.isEmpty() ? "leastconn" : "roundrobin";
    }

    String haproxy(String address) {
        return byAddress.isEmpty() ? "" : " weight " + of(address);
    }
}
