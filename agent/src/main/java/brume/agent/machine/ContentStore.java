package brume.agent.machine;

import brume.agent.base.Log;
import brume.agent.base.Signal;
import brume.agent.base.WholeFile;
import brume.agent.http.Directors;
import brume.agent.http.Reply;
import brume.agent.http.Request;
import brume.core.agent.ContentRef;
import brume.core.agent.NodeConfig;
import brume.core.role.RoleException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/**
 * Verified local copies of blobs, one file per digest. A file has its final name only after its size and its SHA-256 were found right and it reached the disk. A broken
 * download goes on where it stopped ({@code DIGEST.part}); a wrong one starts anew. Thread-safe: two roles that need the same blob share one download.
 */
public final class ContentStore {
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);
    private static final int ATTEMPTS_MAX = 4;
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int BUFFER_BYTES = 64 * 1024;
    /** How long a blob that no config names any more stays: a step back to the version before costs no download. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    private static final String PART = ".part";

    private final Path folder;
    private final Directors directors;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, CompletableFuture<Path>> underWay = new ConcurrentHashMap<>();

    public ContentStore(Path folder, Directors directors, InstantSource clock) throws IOException {
        this.folder = folder;
        this.directors = directors;
        this.clock = clock;
        WholeFile.folder(folder);
    }

    /** The local copy, downloaded first if need be. */
    Path copyOf(ContentRef ref) throws RoleException {
        Path file = folder.resolve(ref.digest());
        while (!Files.exists(file)) {
            CompletableFuture<Path> mine = new CompletableFuture<>();
            CompletableFuture<Path> others = underWay.putIfAbsent(ref.digest(), mine);
            if (others != null) {
                awaitOther(others);
                continue; // it is there now, or that thread failed and it is this one's turn
            }
            try {
                download(ref, file);
            } finally {
                underWay.remove(ref.digest());
                mine.complete(file);
            }
        }
        return file;
    }

    private static void awaitOther(CompletableFuture<Path> others) throws RoleException {
        try {
            var _ = others.get();
        } catch (InterruptedException e) {
            throw Programs.interrupted("a download");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a download is only ever completed", e);
        }
    }

    private void download(ContentRef ref, Path file) throws RoleException {
        IOException last = new IOException("not tried");
        for (int i = 0; i < ATTEMPTS_MAX; i++) {
            try {
                if (i > 0) {
                    Signal.pause(PAUSE.multipliedBy(i));
                }
                fetch(ref, folder.resolve(ref.digest() + PART));
                settle(ref, folder.resolve(ref.digest() + PART), file);
                return;
            } catch (IOException e) {
                last = e;
                Log.warning("content " + ref.name() + ": " + e.getMessage());
            } catch (InterruptedException e) {
                throw Programs.interrupted("the download of " + ref.name());
            }
        }
        throw new RoleException("content-unavailable", "the content " + ref.name() + " could not be had: " + last.getMessage(), last);
    }

    private void fetch(ContentRef ref, Path part) throws IOException, InterruptedException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        if (have > ref.size()) {
            Files.delete(part);
            have = 0;
        }
        if (have == ref.size() && have > 0) {
            return; // whole, as far as its size tells
        }
        Request whole = Request.get("/agent/v1/content/" + ref.digest(), SILENCE_MAX);
        try (Reply reply = directors.call(have > 0 ? whole.withHeader("Range", "bytes=" + have + "-") : whole)) {
            boolean goesOn = reply.status() == 206 && have > 0;
            if (reply.status() != 200 && !goesOn) {
                throw new IOException("the director answered " + reply.status());
            }
            receive(reply.body(), part, goesOn ? have : 0, ref.size());
        }
    }

    private static void receive(InputStream in, Path part, long from, long size) throws IOException, InterruptedException {
        try (FileChannel channel = FileChannel.open(
                part,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.truncate(from).position(from);
            OutputStream out = Channels.newOutputStream(channel);
            byte[] buffer = new byte[BUFFER_BYTES];
            long got = from;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                got += n;
                if (got > size) {
                    throw new IOException("it is longer than the config says");
                }
                out.write(buffer, 0, n);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            channel.force(true);
        }
    }

    private void settle(ContentRef ref, Path part, Path file) throws IOException {
        if (ref.size() == 0 && !Files.exists(part)) {
            Files.createFile(part);
        }
        if (Files.size(part) != ref.size()) {
            throw new IOException("it is shorter than the config says");
        }
        if (!ref.digest().equals(digestOf(part))) {
            Files.delete(part);
            throw new IOException("its bytes do not match its digest");
        }
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("r--------"));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        WholeFile.syncFolder(folder);
    }

    private static String digestOf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this runtime has no SHA-256", e);
        }
    }

    /** Removes what {@code config} does not name, once it was not named for a while: a first call marks, a later one removes. */
    public void sweep(Optional<NodeConfig> config) throws IOException {
        Set<String> named = config.stream()
                .flatMap(c -> c.roles().stream())
                .flatMap(role -> role.content().stream())
                .map(ContentRef::digest)
                .collect(Collectors.toSet());
        Instant now = clock.instant();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String digest = String.valueOf(file.getFileName()).replace(PART, "");
                if (named.contains(digest) || underWay.containsKey(digest)) {
                    touch(file, now); // a file's time is when it was last known to be needed
                } else if (Files.getLastModifiedTime(file).toInstant().plus(GRACE).isBefore(now)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static void touch(Path file, Instant now) throws IOException {
        try {
            Files.setLastModifiedTime(file, FileTime.from(now));
        } catch (NoSuchFileException e) {
            // a download that just took its final name
        }
    }
}
