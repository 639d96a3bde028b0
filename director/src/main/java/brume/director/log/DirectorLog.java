package brume.director.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What the director itself has said: {@code log/director.log} in its home, which its launcher makes anew at every start. Thread-safe. */
public final class DirectorLog {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int BLOCK_BYTES = 64 << 10;

    private final Path file;

    public DirectorLog(Path home) {
        this.file = Objects.requireNonNull(home).resolve("log/director.log");
    }

    /** @param tail most lines of what is there already */
    InputStream open(Optional<Integer> tail, boolean follow, FollowingStream.Idle idle) throws IOException {
        if (!Files.exists(file)) {
            return InputStream.nullInputStream();
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        if (tail.isPresent()) {
            channel.position(endOfAllBut(channel, tail.get()));
        }
        return new Following(channel, follow, idle);
    }

    /** Where the last lines begin. */
    private static long endOfAllBut(FileChannel channel, int lines) throws IOException {
        long end = channel.size();
        int wanted = lines;
        while (end > 0) {
            int length = (int) Math.min(BLOCK_BYTES, end);
            ByteBuffer block = ByteBuffer.allocate(length);
            channel.read(block, end - length);
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n' && wanted-- == 0) {
                    return end - length + i + 1;
                }
            }
            end -= length;
        }
        return 0;
    }

    private static final class Following extends FollowingStream {
        private final FileChannel channel;
        private final boolean follow;

        Following(FileChannel channel, boolean follow, Idle idle) {
            super(idle);
            this.channel = channel;
            this.follow = follow;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int count = channel.read(ByteBuffer.wrap(to, offset, length));
            while (count < 0 && follow) {
                await(LOOK);
                count = channel.read(ByteBuffer.wrap(to, offset, length));
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
