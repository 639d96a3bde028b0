package brume.driver.incus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.DriverException;
import brume.core.driver.Flavor;
import brume.core.driver.InstanceSpec;
import brume.core.driver.Tags;
import brume.core.driver.VolumeMount;
import brume.core.id.InstanceId;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InstanceRequestTest {
    static final IncusSettings SETTINGS = new IncusSettings(
            new Endpoint.Socket(Path.of("/run/s")), "p", "net0", "pool0", Optional.empty(), Optional.empty());
    static final Tags TAGS = new Tags("demo", InstanceId.parse("0198c0de-0000-7000-8000-000000000001"), 3);

    @Test
    void everythingIsGivenExplicitly() {
        InstanceSpec spec = spec(1500, "services", "{\"token\":\"t\"}", List.of(new VolumeMount("demo-data", "/var/lib/mysql")));

        assertThat(InstanceRequest.body(spec, SETTINGS).toPrettyString()).isEqualToNormalizingNewlines("""
                {
                  "name" : "demo-shop-php0-3",
                  "type" : "container",
                  "start" : true,
                  "profiles" : [ ],
                  "source" : {
                    "type" : "image",
                    "alias" : "services"
                  },
                  "config" : {
                    "user.brume.deployment" : "demo",
                    "user.brume.instance" : "0198c0de-0000-7000-8000-000000000001",
                    "user.brume.generation" : "3",
                    "user.brume.bootstrap" : "{\\"token\\":\\"t\\"}",
                    "limits.cpu.allowance" : "150ms/100ms",
                    "limits.memory" : "268435456",
                    "security.privileged" : "false",
                    "security.nesting" : "false"
                  },
                  "devices" : {
                    "root" : {
                      "type" : "disk",
                      "path" : "/",
                      "pool" : "pool0",
                      "size" : "2147483648"
                    },
                    "eth0" : {
                      "type" : "nic",
                      "name" : "eth0",
                      "network" : "net0",
                      "ipv4.address" : "10.83.0.16",
                      "hwaddr" : "02:bd:0a:53:00:10"
                    },
                    "volume0" : {
                      "type" : "disk",
                      "pool" : "pool0",
                      "source" : "demo-data",
                      "path" : "/var/lib/mysql"
                    }
                  }
                }""");
    }

    @Test
    void wholeCores_areProcessors_andPartsAQuota() {
        assertThat(config(2000).path("limits.cpu").asText()).isEqualTo("2");
        assertThat(config(2000).has("limits.cpu.allowance")).isFalse();
        assertThat(config(250).path("limits.cpu.allowance").asText()).isEqualTo("25ms/100ms");
        assertThat(config(1).path("limits.cpu.allowance").asText()).isEqualTo("1ms/100ms");
    }

    @Test
    void imageByDigest_isAFingerprint() {
        JsonNode source = InstanceRequest.body(spec(1000, "ab".repeat(32), "", List.of()), SETTINGS).path("source");

        assertThat(source.path("fingerprint").asText()).isEqualTo("ab".repeat(32));
        assertThat(source.has("alias")).isFalse();
    }

    @Test
    void machineWithoutAgent_hasNoBootstrap() {
        assertThat(config(1000).has("user.brume.bootstrap")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.83.0", "10.83.0.256", "fe80::1", "10.83.0.1/24", ""})
    void addressThatIsNone_isRejected(String address) {
        assertThatThrownBy(() -> InstanceRequest.mac(address))
                .isInstanceOfSatisfying(DriverException.Rejected.class, e -> assertThat(e.code()).isEqualTo("bad-request"));
    }

    private static JsonNode config(int millicores) {
        return InstanceRequest.body(spec(millicores, "services", "", List.of()), SETTINGS).path("config");
    }

    static InstanceSpec spec(int millicores, String image, String bootstrap, List<VolumeMount> volumes) {
        Flavor flavor = new Flavor(new Millicores(millicores), Bytes.ofMiB(256), Bytes.ofGiB(2));
        return new InstanceSpec("demo-shop-php0-3", image, flavor, TAGS, Optional.of("10.83.0.16"), bootstrap, volumes);
    }
}
