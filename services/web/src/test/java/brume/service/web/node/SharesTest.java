package brume.service.web.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SharesTest {
    private static final List<String> SERVERS = List.of("10.0.0.2", "10.0.0.3", "10.0.0.4");

    @Test
    void withoutWeights_theOneWithTheFewestRequestsIsAsked() {
        assertThat(Shares.EQUAL.nginxMethod()).isEqualTo("        least_conn;\n");
        assertThat(Shares.EQUAL.haproxyMethod()).isEqualTo("leastconn");
        assertThat(SERVERS).allSatisfy(server -> {
            assertThat(Shares.EQUAL.nginx(server, SERVERS)).isEmpty();
            assertThat(Shares.EQUAL.haproxy(server)).isEmpty();
        });
    }

    @Test
    void withAWeight_requestsAreDealtOut_inTheSmallestNumbersThatSayTheSame() {
        Shares shares = new Shares(Map.of("10.0.0.3", 50, "10.0.0.4", 0));
        assertThat(shares.nginxMethod()).isEmpty();
        assertThat(SERVERS).extracting(server -> shares.nginx(server, SERVERS)).containsExactly(" weight=2", " weight=1", " down");
        assertThat(shares.haproxyMethod()).isEqualTo("roundrobin");
        assertThat(SERVERS).extracting(shares::haproxy).containsExactly(" weight 100", " weight 50", " weight 0");
    }
}
