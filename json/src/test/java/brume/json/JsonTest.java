package brume.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.agent.Bootstrap;
import brume.core.agent.CertificateReply;
import brume.core.agent.ContentRef;
import brume.core.agent.EnrolRequest;
import brume.core.agent.NodeConfig;
import brume.core.agent.NodeLoad;
import brume.core.agent.NodeReport;
import brume.core.agent.RenewRequest;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

final class JsonTest {
    static Stream<Record> wire() {
        ContentRef ref = new ContentRef("code", "0123456789abcdef".repeat(4), 12_345_678_901L);
        RoleConfig role = new RoleConfig("php.web", "{\"quoted\":\"é\\n\\u0001 \uD83D\uDE00\"}", List.of(ref));
        return Stream.of(
                new NodeConfig(Long.MAX_VALUE, 2, List.of(role, new RoleConfig("x", "", List.of()))),
                new Bootstrap("d", List.of("https://a", "https://b"), "-----BEGIN\n", "i", 3, "t"),
                new CertificateReply("c", "a"),
                new EnrolRequest("i", 1, "t", "csr", List.of("10.0.0.1")),
                new RenewRequest("csr"),
                new NodeReport(
                        1, 2, "0.1", "boot", List.of(new RoleReport("r", RoleState.FAILED, 3, "why \"so\"", Map.of("k", "v"))), new NodeLoad(0.25, 1, 2, 3, 4)));
    }

    @ParameterizedTest
    @MethodSource("wire")
    void wire_isWhatTheUsualLibraryWritesAndReads(Record record) throws Exception {
        ObjectMapper usual = new ObjectMapper();
        assertThat(Json.read(usual.writeValueAsString(record), record.getClass())).isEqualTo(record);
        assertThat(usual.readValue(Json.write(record), record.getClass())).isEqualTo(record);
    }

    private record Slots(Map<String, Integer> slots, List<Long> workers, boolean ending) {}

    @Test
    void numbersInMapsAndLists_areOfTheirKind() throws Exception {
        Slots slots = new Slots(Map.of("a", 1, "b", 2), List.of(7L, Long.MAX_VALUE), true);
        assertThat(Json.read(Json.write(slots), Slots.class)).isEqualTo(slots);
        assertThatThrownBy(() -> Json.read("{\"slots\":{\"a\":2147483648}}", Slots.class)).isInstanceOf(IOException.class);
    }

    @Test
    void mapEntries_areInTheOrderOfTheirKeys() {
        Map<String, Integer> unordered = new LinkedHashMap<>();
        unordered.put("b", 2);
        unordered.put("a", 1);
        assertThat(Json.write(new Slots(unordered, List.of(), false))).isEqualTo("{\"slots\":{\"a\":1,\"b\":2},\"workers\":[],\"ending\":false}");
    }

    @Test
    void namesFromTheFuture_arePassedOver() throws Exception {
        assertThat(Json.read("{\"csr\":\"x\",\"new\":{\"deep\":[1,2,{}]}}", RenewRequest.class)).isEqualTo(new RenewRequest("x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "null", "[]", "7", "{", "{\"csr\":null}", "{\"csr\":7}", "{}", "{\"csr\":\"x\"} {}", "{\"csr\":\"x\"", "{\"csr\":[\"x\"]}", "nonsense"
    })
    void otherText_isRefused(String text) {
        assertThatThrownBy(() -> Json.read(text, RenewRequest.class)).isInstanceOf(IOException.class);
    }

    @Test
    void numbersThatDoNotFit_areRefused() {
        assertThatThrownBy(() -> Json.read("{\"generation\":1.5,\"fence\":1,\"roles\":[]}", NodeConfig.class)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Json.read("{\"generation\":99999999999999999999,\"fence\":1,\"roles\":[]}", NodeConfig.class)).isInstanceOf(IOException.class);
    }

    @Test
    void complaint_quotesNothing() {
        assertThatThrownBy(() -> Json.read("{\"csr\": hush-hush}", RenewRequest.class)).hasMessageNotContaining("hush").hasMessageContaining("line 1");
        assertThatThrownBy(() -> Json.read("{\"csr\": {\"hush\":1}}", RenewRequest.class)).hasMessageNotContaining("hush");
    }
}
