package brume.director.engine;

import brume.core.id.IdSource;
import brume.director.db.Ownership;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A director's place in its home, held until its process ends: no two run from one home at a time, so what an earlier run left claimed is free as soon as the next one sits here. A home
 * that was copied is another one.
 */
public final class Seat implements AutoCloseable {
    private static final String LOCK = "director.lock";

    /** Not the lock itself: a process that closes a file, whichever time it opened it, gives its locks on it away (fcntl(2), "advisory record locking"). */
    private static final String WORD = "director.id";

    private static final int MARK_BYTES = 8;

    private final Ownership ownership;
    private final Incarnation incarnation;

    private Seat(Ownership ownership, Incarnation incarnation) {
        this.ownership = ownership;
        this.incarnation = incarnation;
    }

    /** Throws an {@link IllegalStateException} when another director runs from this home. */
    public static Seat take(Path home, IdSource ids) throws IOException {
        Ownership ownership = Ownership.take(home.resolve(LOCK))
                .orElseThrow(() -> new IllegalStateException("Another director runs from " + home + ": end it first, or give this one a home of its own."));
        Path word = home.resolve(WORD);
        if (!Files.exists(word) || Files.size(word) == 0) {
            Files.writeString(word, ids.next().toString());
        }
        return new Seat(ownership, new Incarnation(Optional.of(mark(word)), ids.next().toString()));
    }

    public Incarnation incarnation() {
        return incarnation;
    }

    /** Of the home's own word, and of where it lies: a copy of a home has the same word. */
    private static String mark(Path word) throws IOException {
        String place = Files.readString(word) + " " + Files.readAttributes(word, BasicFileAttributes.class).fileKey() + " " + host();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(place.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, MARK_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return ""; // a name that is not in the DNS; the rest says enough
        }
    }

    @Override
    public void close() throws IOException {
        ownership.close();
    }
}
