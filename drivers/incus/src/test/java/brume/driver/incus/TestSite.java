package brume.driver.incus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The daemon and the project that the tests of real containers use, named by system properties or environment variables {@code BRUME_TEST_…}, those at LXD by
 * {@code BRUME_TEST_LXD_…}. The defaults are what {@code ./brume test} prepares.
 */
record TestSite(Path socket, String project, String network, String pool, String image) {
    private static final String WAY_OUT = " (./brume test prepares a project, a network, a storage pool and the image; BRUME_TEST_SOCKET, _PROJECT, _NETWORK, _POOL and _IMAGE name others, BRUME_TEST_LXD_… those at LXD)";

    /** Host numbers within the network that the tests hand out, outside its DHCP range. */
    private static final int ADDRESS_FIRST = 32;

    private static final int ADDRESS_COUNT = 32;

    /** At the daemon that this machine uses. Fails the test, rather than skipping it, when something is missing. */
    static TestSite open() {
        return complete(new TestSite(
                Path.of(value("BRUME_TEST_SOCKET", SettingsReader.DEFAULT_SOCKET)),
                value("BRUME_TEST_PROJECT", "brume-test"),
                value("BRUME_TEST_NETWORK", "brumetest0"),
                value("BRUME_TEST_POOL", "brume"),
                value("BRUME_TEST_IMAGE", "services")));
    }

    /** At LXD, wherever it is. Fails the test, rather than skipping it, when something is missing. */
    static TestSite openLxd() {
        TestSite site = complete(new TestSite(
                Path.of(value("BRUME_TEST_LXD_SOCKET", "/var/lib/brume-host/lxd-test/unix.socket")),
                value("BRUME_TEST_LXD_PROJECT", "brume-test-lxd"),
                value("BRUME_TEST_LXD_NETWORK", "brumetest1"),
                value("BRUME_TEST_LXD_POOL", "brumelxd"),
                value("BRUME_TEST_IMAGE", "services")));
        try (IncusApi api = site.api()) {
            assertThat(api.server().product()).as("who answers at " + site.socket()).isEqualTo(Product.LXD);
        }
        return site;
    }

    private static TestSite complete(TestSite site) {
        if (!Files.exists(site.socket())) {
            fail("There is no container daemon at " + site.socket() + WAY_OUT);
        }
        try (IncusApi api = site.api()) {
            site.require(api, "project", IncusApi.path("projects", site.project()));
            site.require(api, "network", IncusApi.path("networks", site.network()));
            site.require(api, "storage pool", IncusApi.path("storage-pools", site.pool()));
            site.require(api, "image alias", IncusApi.path("images", "aliases", site.image()));
        }
        return site;
    }

    static Optional<String> find(String name) {
        return Optional.ofNullable(System.getProperty(name)).or(() -> Optional.ofNullable(System.getenv(name))).filter(v -> !v.isBlank());
    }

    private static String value(String name, String otherwise) {
        return find(name).orElse(otherwise);
    }

    private void require(IncusApi api, String what, String path) {
        if (api.get(path, Map.of()) instanceof Answer.Refused refused) {
            fail("The daemon at " + socket + " has no " + what + " for the tests: " + path + ": " + refused.text() + WAY_OUT);
        }
    }

    /** The daemon itself, without the driver between. */
    IncusApi api() {
        return api(project);
    }

    IncusApi api(String otherProject) {
        return new IncusApi(new UnixHttp(socket), otherProject, Optional.empty());
    }

    IncusSettings settings() {
        return new IncusSettings(new Endpoint.Socket(socket), project, network, pool, Optional.empty(), Optional.empty());
    }

    /** In the subnet of the network. */
    List<String> addresses() {
        try (IncusApi api = api()) {
            JsonNode network = api.read(IncusApi.path("networks", network()), Map.of(), Subject.DAEMON);
            String gateway = network.path("config").path("ipv4.address").asText();
            String prefix = gateway.substring(0, gateway.lastIndexOf('.') + 1);
            return IntStream.range(ADDRESS_FIRST, ADDRESS_FIRST + ADDRESS_COUNT).mapToObj(i -> prefix + i).toList();
        }
    }
}
