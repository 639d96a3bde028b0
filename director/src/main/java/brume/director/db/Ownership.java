package brume.director.db;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/** A file that at most one process of this machine owns at a time. The operating system takes it from a process that ends, however it ends. */
public final class Ownership implements AutoCloseable {
    private final FileLock lock;

    private Ownership(FileLock lock) {
        this.lock = Objects.requireNonNull(lock);
    }

    /** Owns the file, made when it is not there; empty when somebody else does. */
    public static Optional<Ownership> take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Optional<FileLock> held = tryLock(channel);
        if (held.isEmpty()) {
            channel.close();
        }
        return held.map(Ownership::new);
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        lock.acquiredBy().close();
    }
}
