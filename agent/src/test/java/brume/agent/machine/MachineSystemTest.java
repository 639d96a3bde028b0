package brume.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.agent.base.SteadyClock;
import brume.agent.base.WholeFile;
import brume.agent.http.Directors;
import brume.agent.tls.Credentials;
import brume.agent.tls.TestAuthority;
import brume.core.role.NodeSystem.Access;
import brume.core.role.RoleException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineSystemTest {
    @TempDir
    private Path folder;

    private MachineSystem system;
    private Access mine;

    @BeforeEach
    void machine() throws Exception {
        InstantSource steady = new SteadyClock(Instant.now(), System::nanoTime);
        Directors nobody = new Directors(List.of(URI.create("https://127.0.0.1:1")), Credentials.anonymousTls(new TestAuthority("ca", Instant.now()).certificate()));
        system = new MachineSystem(new ContentStore(folder.resolve("content"), nobody, steady), () -> "10.0.0.1", InstantSource.system(), steady);
        PosixFileAttributes own = Files.readAttributes(folder, PosixFileAttributes.class);
        mine = new Access(own.owner().getName() + ":" + own.group().getName(), "rw-r-----");
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void write_makesFolders_setsAccess_andSaysWhetherItDiffered() throws Exception {
        Path file = folder.resolve("etc/deep/file");
        assertThat(system.write(file, "one", mine)).isTrue();
        assertThat(system.write(file, "one", mine)).isFalse();
        assertThat(mode(file)).isEqualTo("rw-r-----");
        assertThat(system.write(file, "two", mine)).isTrue();
        assertThat(system.write(file, "two", new Access(mine.owner(), "rwxr-xr-x"))).isTrue();
        assertThat(mode(file)).isEqualTo("rwxr-xr-x");
        assertThat(system.read(file)).contains("two");
        assertThat(WholeFile.parent(file).toFile().list()).as("no temporary file stays").containsExactly("file");
    }

    @Test
    void write_replacesALink_andLeavesWhatItLedTo() throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "other's");
        Path link = Files.createSymbolicLink(folder.resolve("link"), other);
        assertThat(system.write(link, "ours", mine)).isTrue();
        assertThat(link).isRegularFile();
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(Files.readString(other)).isEqualTo("other's");
    }

    @Test
    void writeThatFails_leavesTheOldFile_andNoOther() throws Exception {
        Path file = folder.resolve("sub/file");
        system.write(file, "old", mine);
        assertThatThrownBy(() -> system.write(file, "new", new Access("nobody-of-that-name:root", "rw-------"))).isInstanceOf(RoleException.class);
        assertThat(Files.readString(file)).isEqualTo("old");
        assertThat(WholeFile.parent(file).toFile().list()).containsExactly("file");
    }

    @Test
    void read_ofNothing_isEmpty_andOfAFolderAnError() throws Exception {
        assertThat(system.read(folder.resolve("nothing"))).isEmpty();
        assertThatThrownBy(() -> system.read(folder)).isInstanceOf(RoleException.class);
    }

    @Test
    void remove_takesTreesAway_butNotWhatLinksLeadTo() throws Exception {
        Path kept = Files.createDirectories(folder.resolve("kept"));
        Files.writeString(kept.resolve("file"), "x");
        Path tree = Files.createDirectories(folder.resolve("tree/a/b"));
        Files.writeString(tree.resolve("file"), "x");
        Files.createSymbolicLink(tree.resolve("link"), kept);
        system.remove(folder.resolve("tree"));
        assertThat(folder.resolve("tree")).doesNotExist();
        assertThat(kept.resolve("file")).exists();
        system.remove(folder.resolve("tree"));
        assertThatThrownBy(() -> system.remove(Path.of("/"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> system.remove(Path.of("/etc"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void await_asksUntilItHolds() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        system.await(() -> asked.incrementAndGet() == 4, Duration.ofSeconds(10), "never", "never");
        assertThat(asked).hasValue(4);
    }

    @Test
    void await_givesUpWithTheCallersReason() {
        assertThatThrownBy(() -> system.await(() -> false, Duration.ofMillis(30), "no-port", "the port did not open"))
                .isInstanceOfSatisfying(RoleException.class, e -> assertThat(e.code()).isEqualTo("no-port"))
                .hasMessage("the port did not open");
    }
}
