package brume.driver.incus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Collects a reply body up to its limit. Not thread-safe. */
final class BodySink {
    private final ReplyLimit limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    BodySink(ReplyLimit limit) {
        this.limit = limit;
    }

    /** False when no more is wanted because the limit cuts here. */
    boolean take(byte[] source, int offset, int length) throws IOException {
        int room = limit.bytes() - bytes.size();
        if (length <= room) {
            bytes.write(source, offset, length);
            return true;
        }
        return switch (limit.beyond()) {
            case FAIL -> throw new IOException("the reply is longer than " + limit.bytes() + " bytes");
            case CUT -> {
                bytes.write(source, offset, room);
                yield false;
            }
        };
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
