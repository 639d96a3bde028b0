package brume.director;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.Flavor;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
    @TempDir
    Path home;

    private Settings read(String properties) throws IOException {
        Files.writeString(home.resolve("director.properties"), properties);
        return Settings.read(home);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fetch.private=", "fetch.private=false", "fetch.private = false \n"})
    void privateHosts_areNotFetchedFrom_unlessSomebodySaysSo(String properties) throws IOException {
        assertThat(read(properties).fetchPrivate()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fetch.private=true", "fetch.private: true  "})
    void privateHosts_areFetchedFrom_whenTheSettingIsTrue(String properties) throws IOException {
        assertThat(read(properties).fetchPrivate()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "True", "1", "true false"})
    void whatIsNeitherTrueNorFalse_isAMistake_ratherThanAGuess(String value) {
        assertThatThrownBy(() -> read("fetch.private=" + value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fetch.private is true or false, not '" + value + "'");
    }

    @Test
    void everyMistake_isSaidAtOnce() {
        assertThatThrownBy(() -> read("fetch.private=on\napi.port=70000\nagent.port=none\ndeployment=No\nincus.socket=/s\n"))
                .hasMessageContainingAll(
                        "fetch.private is true or false, not 'on'",
                        "api.port is a port number, not '70000'",
                        "agent.port is a port number, not 'none'",
                        "deployment is 1 to 31",
                        "incus.project is missing",
                        "incus.pool is missing");
    }

    @Test
    void machines_costACreditAnHour_unlessAPriceIsSet() throws IOException {
        Flavor small = new Flavor(new Millicores(500), Bytes.ofMiB(512), Bytes.ofGiB(1));
        Flavor large = new Flavor(Millicores.ofCores(2), Bytes.ofGiB(4), Bytes.ofGiB(10));
        assertThat(read("").prices().perHour(large)).isEqualByComparingTo("1");
        Settings set = read("price.machine=0.5\nprice.2x4=1.25\nhistory.revisions=7");
        assertThat(set.prices().perHour(small)).isEqualByComparingTo("0.5");
        assertThat(set.prices().perHour(large)).isEqualByComparingTo("1.25");
        assertThat(set.revisions()).isEqualTo(7);
    }

    @Test
    void pricesAndNumbers_thatAreNone_areMistakes() {
        assertThatThrownBy(() -> read("price.big=1\nprice.machine=much\nhistory.revisions=0"))
                .hasMessageContainingAll(
                        "price.big is neither", "price.machine is a number of credits per hour, not 'much'", "history.revisions is a number from 1");
    }
}
