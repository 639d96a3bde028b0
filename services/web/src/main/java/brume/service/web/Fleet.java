package brume.service.web;

import brume.core.service.Member;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The members of a service, looked up by ordinal, role and address. */
final class Fleet {
    private final NavigableMap<Integer, Member> members = new TreeMap<>();
    private final Map<RoleKind, NavigableMap<Integer, Carrier>> carriers = new EnumMap<>(RoleKind.class);
    private final Map<String, Integer> ordinals = new TreeMap<>();

    /** @param type name of the service type, with which the names of its roles begin */
    Fleet(String type, List<Member> living) {
        for (RoleKind role : RoleKind.values()) {
            carriers.put(role, new TreeMap<>());
        }
        for (Member member : living) {
            members.put(member.ordinal(), member);
            member.address().ifPresent(address -> ordinals.put(address, member.ordinal()));
            for (RoleKind role : RoleKind.values()) {
                Carrier.of(type, member, role).ifPresent(carrier -> of(role).put(member.ordinal(), carrier));
            }
        }
    }

    NavigableSet<Integer> ordinals() {
        return Collections.unmodifiableNavigableSet(new TreeSet<>(members.keySet()));
    }

    Optional<Member> member(int ordinal) {
        return Optional.ofNullable(members.get(ordinal));
    }

    Optional<String> address(int ordinal) {
        return member(ordinal).flatMap(Member::address);
    }

    Collection<Carrier> carriers(RoleKind role) {
        return Collections.unmodifiableCollection(of(role).values());
    }

    Optional<Carrier> carrier(RoleKind role, int ordinal) {
        return Optional.ofNullable(of(role).get(ordinal));
    }

    /** Who stands in a list of addresses that node {@code owner} has; addresses of nobody are left out. */
    NavigableSet<Integer> resolve(Collection<String> addresses, int owner) {
        NavigableSet<Integer> found = new TreeSet<>();
        for (String address : addresses) {
            if (address.equals(Json.SELF)) {
                found.add(owner);
            } else {
                Optional.ofNullable(ordinals.get(address)).ifPresent(found::add);
            }
        }
        return found;
    }

    /** The list of addresses to give to node {@code owner}; who has no address yet is left out. */
    List<String> addresses(Set<Integer> wanted, int owner) {
        return new TreeSet<>(wanted)
                .stream()
                        .flatMap(ordinal -> ordinal == owner ? Optional.of(Json.SELF).stream() : address(ordinal).stream())
                        .toList();
    }

    private NavigableMap<Integer, Carrier> of(RoleKind role) {
        NavigableMap<Integer, Carrier> found = carriers.get(role);
        if (found == null) {
            throw new IllegalStateException("every role has its map");
        }
        return found;
    }
}
