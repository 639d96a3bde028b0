package brume.director.service;

import static java.util.stream.Collectors.joining;

import brume.core.driver.Flavor;
import brume.core.id.IdSource;
import brume.core.id.InstanceId;
import brume.core.id.VolumeId;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import brume.core.service.NodePlan;
import brume.director.instance.InstanceWant;
import brume.director.instance.Power;
import brume.director.instance.VolumeWant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Says what machine a node gets: name, image, flavor, volumes. Immutable. */
public final class MachinePlans {
    /** The default flavor: upper limits on a shared host, so generous in all but memory. */
    public static final Flavor DEFAULT_FLAVOR = new Flavor(Millicores.ofCores(2), Bytes.ofGiB(2), Bytes.ofGiB(10));

    private static final int SLUG_CHARS_MAX = 14;

    /** 32 random bits of the id: with fewer, two of some ten thousand machines had one name. */
    private static final int DIGITS = 8;

    private final String deployment;
    private final String image;
    private final IdSource ids;

    /**
     * @param deployment begins every machine's name
     * @param image alias of the services image
     */
    public MachinePlans(String deployment, String image, IdSource ids) {
        this.deployment = Objects.requireNonNull(deployment);
        this.image = Objects.requireNonNull(image);
        this.ids = Objects.requireNonNull(ids);
    }

    InstanceWant of(Service service, InstanceId id, NodePlan plan) {
        String name = name(service, id, plan.ordinal());
        List<VolumeWant> volumes = plan.volumes().stream()
                .map(v -> new VolumeWant(new VolumeId(ids.next()), name + "-" + v.name(), v.path(), v.size()))
                .toList();
        return new InstanceWant(id, service.site(), name, image, DEFAULT_FLAVOR, true, Power.ON, volumes);
    }

    /** Such as {@code brume-blog-php1-2-e03f9a1c}: told apart by people, unique by the id's last digits. */
    String name(Service service, InstanceId id, int ordinal) {
        String digits = id.toString().substring(id.toString().length() - DIGITS);
        return List.of(cut(deployment, 12), slug(service.name()), service.type() + service.sid(), Integer.toString(ordinal), digits).stream()
                .filter(part -> !part.isEmpty())
                .collect(joining("-"));
    }

    private static String slug(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return trim(cut(trim(plain), SLUG_CHARS_MAX));
    }

    private static String cut(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars);
    }

    private static String trim(String text) {
        return text.replaceAll("^-+|-+$", "");
    }
}
