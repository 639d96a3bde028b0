package brume.driver.incus;

import brume.core.driver.DriverException;
import brume.core.driver.Flavor;
import brume.core.driver.InstanceSpec;
import brume.core.driver.VolumeMount;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The body of {@code POST /1.0/instances}. Everything is given explicitly; profiles of the project play no part unless the site names one. */
final class InstanceRequest {
    static final String NIC = "eth0";

    /** The guest reads it at {@code /dev/incus/sock} or {@code /dev/lxd/sock}: {@code GET /1.0/config/user.brume.bootstrap}. */
    static final String BOOTSTRAP = "user.brume.bootstrap";

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern IPV4 =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    private InstanceRequest() {}

    static ObjectNode body(InstanceSpec spec, IncusSettings settings) {
        ObjectNode body = IncusApi.object();
        body.put("name", spec.name());
        body.put("type", "container");
        body.put("start", true); // passed over by a product that cannot do it
        ArrayNode profiles = body.putArray("profiles");
        settings.profile().ifPresent(profiles::add);
        ObjectNode source = body.putObject("source");
        source.put("type", "image");
        source.put(FINGERPRINT.matcher(spec.image()).matches() ? "fingerprint" : "alias", spec.image());
        config(spec, body.putObject("config"));
        devices(spec, settings, body.putObject("devices"));
        return body;
    }

    private static void config(InstanceSpec spec, ObjectNode config) {
        TagConfig.write(spec.tags(), config);
        if (!spec.bootstrap().isEmpty()) {
            config.put(BOOTSTRAP, spec.bootstrap());
        }
        cpu(spec.flavor(), config);
        config.put("limits.memory", Long.toString(spec.flavor().memory().value()));
        config.put("security.privileged", "false");
        config.put("security.nesting", "false");
    }

    /**
     * Whole cores as a number of processors, which the guest then sees as its own (more than the host has means all of them); parts of a core as a quota of time. Both
     * products apply both, on cgroup v1 too.
     */
    private static void cpu(Flavor flavor, ObjectNode config) {
        int millicores = flavor.cpu().value();
        if (millicores % 1000 == 0) {
            config.put("limits.cpu", Integer.toString(millicores / 1000));
        } else {
            // The kernel takes no quota under 1 ms.
            config.put("limits.cpu.allowance", Math.max(1, Math.ceilDiv(millicores, 10)) + "ms/100ms");
        }
    }

    private static void devices(InstanceSpec spec, IncusSettings settings, ObjectNode devices) {
        ObjectNode root = devices.putObject("root");
        root.put("type", "disk");
        root.put("path", "/");
        root.put("pool", settings.pool());
        root.put("size", Long.toString(spec.flavor().disk().value()));

        ObjectNode nic = devices.putObject(NIC);
        nic.put("type", "nic");
        nic.put("name", NIC);
        nic.put("network", settings.network());
        spec.address().ifPresent(address -> {
            nic.put("ipv4.address", address);
            nic.put("hwaddr", mac(address));
        });

        int number = 0;
        for (VolumeMount mount : spec.volumes()) {
            ObjectNode disk = devices.putObject("volume" + number++);
            disk.put("type", "disk");
            disk.put("pool", settings.pool());
            disk.put("source", mount.volume());
            disk.put("path", mount.path());
        }
    }

    /**
     * A locally administered address made from the IPv4 address, so that neighbours that remember a predecessor under the same IPv4 address reach its successor at
     * once. With another MAC they would not for about ten seconds.
     */
    static String mac(String address) {
        Matcher octets = IPV4.matcher(address);
        if (!octets.matches()) {
            throw new DriverException.Rejected("bad-request", "the address is not an IPv4 address", address);
        }
        StringBuilder mac = new StringBuilder("02:bd");
        for (int i = 1; i <= 4; i++) {
            int octet = Integer.parseInt(octets.group(i));
            if (octet > 255) {
                throw new DriverException.Rejected("bad-request", "the address is not an IPv4 address", address);
            }
            mac.append(String.format(Locale.ROOT, ":%02x", octet));
        }
        return mac.toString();
    }
}
