package brume.testkit.contract;

import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * The suite that every driver passes. A driver's test looks like this:
 *
 * <pre>{@code
 * @Tag("containers")
 * final class IncusContractTest extends CloudDriverContract {
 *     @Override
 *     protected DriverUnderTest subject() {
 *         return new IncusUnderTest(...);
 *     }
 * }
 * }</pre>
 *
 * The test class is made anew for each test, so {@link #subject()} is asked once per test; keep what is dear to make in a static field.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
public abstract class CloudDriverContract
        implements CreateContract,
                KeysContract,
                TagsContract,
                PowerContract,
                RemovalContract,
                ListingContract,
                AddressContract,
                VolumesContract,
                ImagesContract,
                FilesContract,
                ExecContract,
                BootstrapContract,
                ErrorsContract,
                InterruptsContract,
                DeploymentsContract {
    private static final Set<String> PRINTED = ConcurrentHashMap.newKeySet();

    private @Nullable Scene scene;

    /** The driver to test. */
    protected abstract DriverUnderTest subject();

    @Override
    public final Scene scene() {
        return Objects.requireNonNull(scene, "a scene is there while a test runs");
    }

    @BeforeEach
    final void openScene() {
        DriverUnderTest subject = subject();
        if (PRINTED.add(getClass().getName())) {
            print(subject);
        }
        scene = new Scene(subject);
    }

    @AfterEach
    final void removeEverythingMade() {
        scene().close();
    }

    @SuppressWarnings("SystemOut") // the list of opt-outs belongs into the output of the build
    private void print(DriverUnderTest subject) {
        StringBuilder text = new StringBuilder("driver contract by " + getClass().getSimpleName() + ": ");
        if (subject.optOuts().isEmpty()) {
            text.append("nothing is left out");
        }
        new TreeMap<>(subject.optOuts()).forEach((topic, reason) -> text.append("\n  left out: ").append(topic).append(": ").append(reason));
        System.out.println(text);
    }
}
