package brume.service.web.node;

import static org.assertj.core.api.Assertions.assertThat;

import brume.service.web.Leave;
import brume.service.web.ProxySettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class HaproxyTextTest {
    private static final String SERVICE = "0190c0de-0000-7000-8000-000000000001";

    @Test
    void twoWebs() throws IOException {
        ProxySettings settings = new ProxySettings(SERVICE, List.of(), Map.of(), 120, 187, Leave.STAYS);
        String text = HaproxyText.config(new Paths("php"), List.of("10.0.0.1", "10.0.0.4"), Shares.EQUAL, settings);
        try (InputStream in = HaproxyTextTest.class.getResourceAsStream("haproxy.conf")) {
            assertThat(text).isEqualTo(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
