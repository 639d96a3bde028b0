package brume.director.site;

import brume.core.driver.SiteSettings;
import brume.core.problem.Place;
import brume.core.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses that a site may give: from the site's settings {@code subnet} ({@code 10.83.0.0/24}) and, when another part of it is meant, {@code addresses}
 * ({@code 10.83.0.16-10.83.0.250}). IPv4 only. Ends included, as unsigned 32-bit numbers.
 */
record AddressPool(long first, long last) {
    /** The settings that speak of addresses. */
    static final Set<String> KEYS = Set.of("subnet", "addresses");

    /** The first addresses of a subnet are left to gateways and people … */
    private static final int LEFT_BELOW = 16;

    /** … and the last to the network's own DHCP. Of a /24 remain .16 to .250. */
    private static final int LEFT_ABOVE = 5;

    private static final Pattern SUBNET = Pattern.compile("([0-9.]+)/([0-9]{1,2})");
    private static final Pattern RANGE = Pattern.compile("([0-9.]+)-([0-9.]+)");
    private static final int BITS = 32;
    private static final int NARROWEST = 27;

    /** The pool of a site; empty when its provider chooses the addresses. The settings have passed {@link #check}. */
    static Optional<AddressPool> of(SiteSettings settings) {
        Optional<AddressPool> range = settings.find("addresses").flatMap(AddressPool::range);
        return settings.find("subnet").flatMap(AddressPool::subnet).map(whole -> range.orElse(whole));
    }

    /** Every mistake in the settings that concern addresses. */
    static List<Problem> check(SiteSettings settings) {
        if (settings.find("subnet").filter(s -> subnet(s).isEmpty()).isPresent()) {
            return List.of(problem("/settings/subnet", "A subnet is written like 10.83.0.0/24, with at most 27 bits."));
        }
        if (settings.find("addresses").filter(s -> range(s).isEmpty()).isPresent()) {
            return List.of(problem("/settings/addresses", "A range of addresses is written like 10.83.0.16-10.83.0.250."));
        }
        return List.of();
    }

    long size() {
        return last - first + 1;
    }

    static String text(long address) {
        return (address >> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }

    private static Problem problem(String field, String text) {
        return Problem.at("bad-addresses", text, Place.field(field));
    }

    private static Optional<AddressPool> subnet(String text) {
        Matcher match = SUBNET.matcher(text);
        if (!match.matches() || Integer.parseInt(match.group(2)) > NARROWEST) {
            return Optional.empty();
        }
        long size = 1L << (BITS - Integer.parseInt(match.group(2)));
        return number(match.group(1)).map(n -> n - n % size).map(start -> new AddressPool(start + LEFT_BELOW, start + size - 1 - LEFT_ABOVE));
    }

    private static Optional<AddressPool> range(String text) {
        Matcher match = RANGE.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        return number(match.group(1))
                .flatMap(low -> number(match.group(2)).filter(high -> high >= low).map(high -> new AddressPool(low, high)));
    }

    private static Optional<Long> number(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return Optional.empty();
        }
        long number = 0;
        for (String octet : octets) {
            if (!octet.matches("[0-9]{1,3}") || Integer.parseInt(octet) > 255) {
                return Optional.empty();
            }
            number = number << 8 | Integer.parseInt(octet);
        }
        return Optional.of(number);
    }
}
