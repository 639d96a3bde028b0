package brume.agent.machine;

import brume.agent.base.Signal;
import brume.agent.base.WholeFile;
import brume.core.agent.ContentRef;
import brume.core.role.NodeSystem;
import brume.core.role.RoleException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** The real machine. Thread-safe, except that two threads must not write the same file. */
public final class MachineSystem implements NodeSystem {
    private static final Duration PROBE_PAUSE_FIRST = Duration.ofMillis(5);
    private static final Duration PROBE_PAUSE_LONGEST = Duration.ofMillis(200);

    private final ContentStore content;
    private final Supplier<String> address;
    private final InstantSource clock;
    private final InstantSource steady;
    private final Units units;

    /**
     * @param address this machine's own address
     * @param clock wall clock, for roles
     * @param steady for patience
     */
    public MachineSystem(ContentStore content, Supplier<String> address, InstantSource clock, InstantSource steady) {
        this.content = content;
        this.address = address;
        this.clock = clock;
        this.steady = steady;
        this.units = new Units(steady);
    }

    @Override
    public Optional<String> read(Path file) throws RoleException {
        try {
            return WholeFile.read(file);
        } catch (IOException e) {
            throw new RoleException("file-not-read", file + " could not be read: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean write(Path file, String text, Access access) throws RoleException {
        try {
            Files.createDirectories(WholeFile.parent(file));
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && has(file, access) && WholeFile.read(file).filter(text::equals).isPresent()) {
                return false;
            }
            WholeFile.write(file, text, made -> give(made, access));
            return true;
        } catch (IOException e) {
            throw new RoleException("file-not-written", file + " could not be written: " + e, e);
        }
    }

    private static boolean has(Path file, Access access) throws IOException {
        PosixFileAttributes now = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return access.owner().equals(now.owner().getName() + ":" + now.group().getName()) && access.mode().equals(PosixFilePermissions.toString(now.permissions()));
    }

    private static void give(Path file, Access access) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (!has(file, new Access(access.owner(), "rw-------"))) {
            int colon = access.owner().indexOf(':');
            UserPrincipalLookupService names = file.getFileSystem().getUserPrincipalLookupService();
            view.setOwner(names.lookupPrincipalByName(access.owner().substring(0, colon)));
            view.setGroup(names.lookupPrincipalByGroupName(access.owner().substring(colon + 1)));
        }
        view.setPermissions(PosixFilePermissions.fromString(access.mode()));
    }

    @Override
    public void remove(Path path) throws RoleException {
        if (!path.isAbsolute() || path.normalize().getNameCount() < 2) {
            throw new IllegalArgumentException("too much to remove: " + path);
        }
        try {
            WholeFile.remove(path);
        } catch (IOException e) {
            throw new RoleException("file-not-removed", path + " could not be removed: " + e, e);
        }
    }

    @Override
    public Result run(Command command) throws RoleException {
        return Programs.run(command);
    }

    @Override
    public Result stream(Command command, OutputStream output) throws RoleException {
        return Programs.stream(command, output);
    }

    @Override
    public UnitState unit(String unit) throws RoleException {
        return units.state(unit);
    }

    @Override
    public void startUnit(String unit) throws RoleException {
        units.change("start", unit);
    }

    @Override
    public void reloadUnit(String unit) throws RoleException {
        units.change("reload-or-restart", unit);
    }

    @Override
    public void restartUnit(String unit) throws RoleException {
        units.change("restart", unit);
    }

    @Override
    public void stopUnit(String unit) throws RoleException {
        units.change("stop", unit);
    }

    @Override
    public Path content(ContentRef ref) throws RoleException {
        return content.copyOf(ref);
    }

    @Override
    public String address() {
        return address.get();
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public void await(Probe probe, Duration patience, String code, String text) throws RoleException {
        Instant giveUp = steady.instant().plus(patience);
        Duration pause = PROBE_PAUSE_FIRST;
        while (!probe.holds()) {
            if (steady.instant().isAfter(giveUp)) {
                throw new RoleException(code, text);
            }
            try {
                Signal.pause(pause);
            } catch (InterruptedException e) {
                throw Programs.interrupted("waiting");
            }
            pause = pause.multipliedBy(2).compareTo(PROBE_PAUSE_LONGEST) < 0 ? pause.multipliedBy(2) : PROBE_PAUSE_LONGEST;
        }
    }
}
