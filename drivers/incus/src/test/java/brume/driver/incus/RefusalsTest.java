package brume.driver.incus;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.driver.DriverException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RefusalsTest {
    /** Sentences of Incus 6.0.4 and LXD 5.0.2, with the code that failed operations carried. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no-such-image   | 400 | Image not provided for instance creation
            no-such-pool    | 404 | Failed creating instance record: Failed initializing instance: Failed loading storage pool: Storage pool not found
            no-such-network | 404 | Device validation failed for "eth0": Failed loading device "eth0": Failed to load network "nonet" for project "default": Network not found
            no-such-volume  | 404 | Failed add validation for device "d": Failed loading custom volume: Storage volume not found
            no-such-volume  | 404 | Storage pool volume not found
            no-such-project | 404 | Project not found
            no-such-instance| 404 | Failed to fetch instance "x" in project "p": Instance not found
            bad-request     | 500 | Failed initializing instance: Invalid devices: Device validation failed for "eth0": Device IP address "10.99.1.20" not within network "n" subnet
            bad-request     | 400 | Invalid instance name: Name can only contain alphanumeric and hyphen characters
            not-running     | 400 | Instance is not running
            in-use          | 400 | The storage volume is still in use
            Transient       | 409 | Failed start validation for device "eth0": IP address "10.83.1.20" already defined on another NIC
            Transient       | 400 | Failed creating instance record: Instance is busy running a "create" operation
            Transient       | 500 | Failed shutting down instance, status is "Running": context deadline exceeded
            Transient       | 500 | Failed to run: forkstart: exit status 1
            NoCapacity      | 500 | Reached maximum number of instances of type "container" in project "p"
            NoCapacity      | 500 | Failed creating instance from image: Failed to run: btrfs qgroup limit: (ERROR: unable to limit requested quota group: Disk quota exceeded)
            NoCapacity      | 500 | write /var/lib/incus/storage-pools/p: no space left on device
            """)
    void sentence_isSorted(String kind, int code, String sentence) {
        assertThat(kindOf(Refusals.sort(failed(code, sentence), Subject.INSTANCE))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"INSTANCE,no-such-instance", "IMAGE,no-such-image", "VOLUME,no-such-volume", "FILE,no-such-file", "PROJECT,no-such-project"})
    void plainNotFound_meansWhatTheCallWasAbout(Subject subject, String code) {
        assertThat(kindOf(Refusals.sort(refused(404, "Not Found"), subject))).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"401,Unauthorized", "403,Unauthorized", "429,RateLimited", "503,Transient", "500,Transient", "400,bad-request", "412,Transient"})
    void unknownWords_areSortedByTheCode(int code, String kind) {
        assertThat(kindOf(Refusals.sort(refused(code, "Gnagnagna"), Subject.INSTANCE))).isEqualTo(kind);
    }

    @Test
    void fact_isOneShortLine() {
        DriverException sorted = Refusals.sort(refused(500, "a\n  b\n" + "x".repeat(5_000)), Subject.INSTANCE);

        assertThat(sorted.fact()).startsWith("a b x").hasSizeLessThan(600).doesNotContain("\n");
    }

    private static String kindOf(DriverException sorted) {
        return sorted instanceof DriverException.Rejected rejected ? rejected.code() : sorted.getClass().getSimpleName();
    }

    private static Answer.Refused refused(int code, String text) {
        return new Answer.Refused(code, text, Optional.empty(), Optional.empty());
    }

    private static Answer.Refused failed(int code, String text) {
        return new Answer.Refused(code, text, Optional.of(IncusApiTest.OPERATION), Optional.empty());
    }
}
