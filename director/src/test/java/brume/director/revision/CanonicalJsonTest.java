package brume.director.revision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CanonicalJsonTest {
    private static String canonical(String json) {
        return CanonicalJson.text(CanonicalJson.read(json));
    }

    @Test
    void equalValues_haveOneText() {
        assertThat(canonical("{\"b\": 1.50, \"a\": [ 15e-1, 1000, 1E3, -0.0, 0 ]}")).isEqualTo("{\"a\":[1.5,1000,1000,0,0],\"b\":1.5}");
        assertThat(canonical("{\"b\": {\"z\": null, \"y\": true}, \"a\": \"\\u0061\"}")).isEqualTo("{\"a\":\"a\",\"b\":{\"y\":true,\"z\":null}}");
    }

    @Test
    void hugeNumbers_keepTheirValueInFewCharacters() {
        assertThat(canonical("1e400")).isEqualTo("1.0E+400");
        assertThat(canonical("12345678901234567890.123456789")).isEqualTo("12345678901234567890.123456789");
    }

    @Test
    void fields_joinToTheObjectThatTheyCameFrom() {
        String object = "{\"a b\":{\"c\":[1]},\"d\":\"\\\"\"}";
        assertThat(CanonicalJson.join(CanonicalJson.fields(object))).isEqualTo(object);
        assertThat(CanonicalJson.join(CanonicalJson.fields("{}"))).isEqualTo("{}");
    }
}
