package brume.director.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Names of hosts whose addresses stay the same while somebody holds them, in the whole of this Java machine: whoever checks a name's addresses and connects by the name
 * afterwards gets to no others. The first answer of the system's resolver counts until the last holder lets go. {@link HeldNamesProvider} puts it between Java and the system.
 *
 * <p>Java's own memory of names (30 seconds) lies before it and may have an older answer, which the resolver never saw; so whoever checked says what it found, by
 * {@link Hold#settle}. Thread-safe.
 */
final class HeldNames {
    /** Of this Java machine. */
    static final HeldNames EVERYWHERE = new HeldNames();

    private final Map<String, Held> names = new ConcurrentHashMap<>();

    private record Held(int holders, Optional<List<InetAddress>> answer) {}

    /** Until it is closed, the name has one answer. */
    final class Hold implements AutoCloseable {
        private final String name;

        private Hold(String name) {
            this.name = name;
            names.merge(name, new Held(1, Optional.empty()), (held, one) -> new Held(held.holders() + 1, held.answer()));
        }

        /** Makes this the name's answer; says no when it has another one already. */
        boolean settle(List<InetAddress> answer) {
            return first(name, answer).equals(answer);
        }

        @Override
        public void close() {
            names.computeIfPresent(name, (_, held) -> held.holders() == 1 ? null : new Held(held.holders() - 1, held.answer()));
        }
    }

    Hold hold(String host) {
        return new Hold(key(host));
    }

    /** The resolver that keeps to what is held, and asks {@code system} for everything else. */
    InetAddressResolver before(InetAddressResolver system) {
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                Optional<List<InetAddress>> known = Optional.ofNullable(names.get(key(host))).flatMap(Held::answer);
                return known.isPresent() ? known.get().stream() : first(key(host), system.lookupByName(host, policy).toList()).stream();
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return system.lookupByAddress(address);
            }
        };
    }

    /** The answer of a name that is held: this one, unless there was one before. Any answer is that of a name that nobody holds. */
    private List<InetAddress> first(String name, List<InetAddress> answer) {
        return Optional.ofNullable(names.computeIfPresent(name, (_, held) -> held.answer().isPresent() ? held : new Held(held.holders(), Optional.of(answer))))
                .flatMap(Held::answer)
                .filter(known -> !new HashSet<>(known).equals(new HashSet<>(answer)))
                .orElse(answer);
    }

    private static String key(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
