package brume.director.revision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Random designs, out of few names, so that two of them have much in common. */
public final class Wild {
    private static final List<String> NAMES = List.of("web", "data", "New PHP service", "läden & \"söhne\"", "- a: b", "007", "true", "1e3", "#x", "back\\slash");
    private static final List<String> VALUES = List.of(
            "1", "1.5", "-0.00000000000000000000001", "12345678901234567890123", "true", "null", "\"\"", "\"256M\"", "\"yes\"", "\"a\\nb\"", "[]", "[1,\"x\",{\"b\":2}]", "{}",
            "{\"a\":{\"z\":1,\"y\":[]}}", "\"\u0085 \u2028 \ud83d\ude00\"");

    private final RandomGenerator random;

    public Wild(RandomGenerator random) {
        this.random = random;
    }

    public Design design(List<String> sites) {
        List<ServiceDesign> services = new ArrayList<>();
        for (String name : NAMES) {
            if (random.nextInt(3) == 0) {
                services.add(service(name, sites));
            }
        }
        return new Design(pick(List.of("shop", "blog", "Läden: 1")), pick(List.of("", "about: it", "two\nlines", " blanks ")), services);
    }

    private ServiceDesign service(String name, List<String> sites) {
        boolean php = random.nextInt(3) > 0;
        SortedMap<String, Integer> counts = new TreeMap<>();
        (php ? List.of("proxy", "web", "backend") : List.of("mysql", "glb")).forEach(role -> counts.put(role, 1 + random.nextInt(3)));
        SortedMap<String, String> settings = new TreeMap<>();
        for (String key : List.of("a", "memory_limit", "x y")) {
            if (random.nextBoolean()) {
                settings.put(key, CanonicalJson.text(CanonicalJson.read(pick(VALUES))));
            }
        }
        return new ServiceDesign(
                name, php ? "php" : "mysql", pick(sites), random.nextBoolean(), counts, settings,
                php ? content() : Optional.empty(), php ? Optional.empty() : content(), content(), !php && random.nextBoolean());
    }

    private Optional<Content> content() {
        return random.nextBoolean() ? Optional.empty() : Optional.of(new Content("%064x".formatted(random.nextInt(3)), pick(List.of("a.zip", "b c.tar.gz", "ä: b.sql"))));
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
