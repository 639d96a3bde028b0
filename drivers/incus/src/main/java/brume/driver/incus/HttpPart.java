package brume.driver.incus;

import java.nio.file.Path;

/** A piece of a request body. Files are streamed, never held in memory. */
sealed interface HttpPart {
    long length();

    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    record Memory(byte[] bytes) implements HttpPart {
        @Override
        public long length() {
            return bytes.length;
        }
    }

    /** @param length size of the file when the call was put together; the request announces it */
    record Disk(Path file, long length) implements HttpPart {}
}
