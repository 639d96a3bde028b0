package brume.director.blob;

import java.util.Arrays;
import java.util.Optional;

/** Formats of archives, told by their first bytes and never by the file's name. */
public enum ArchiveFormat {
    TAR("tar"),
    TAR_GZ("tar.gz"),
    TAR_BZ2("tar.bz2"),
    TAR_XZ("tar.xz"),
    ZIP("zip");

    /** How many first bytes tell. */
    static final int HEAD_BYTES = 512;

    private static final byte[] GZIP = {0x1F, (byte) 0x8B}; // RFC 1952, section 2.3.1
    private static final byte[] BZIP2 = {'B', 'Z', 'h'};
    private static final byte[] XZ = {(byte) 0xFD, '7', 'z', 'X', 'Z', 0}; // the .xz file format, section 2.1.1.1
    private static final byte[] ZIP_ENTRY = {'P', 'K', 3, 4}; // APPNOTE.TXT, section 4.3.7
    private static final byte[] ZIP_EMPTY = {'P', 'K', 5, 6};
    private final String text;

    ArchiveFormat(String text) {
        this.text = text;
    }

    /** The text form in the API and the database, such as {@code tar.gz}. */
    public String text() {
        return text;
    }

    /** Empty when it is no archive that is known. What a compressed file holds shows only when it is unpacked. */
    static Optional<ArchiveFormat> of(byte[] head) {
        if (startsWith(head, GZIP)) {
            return Optional.of(TAR_GZ);
        }
        if (startsWith(head, BZIP2)) {
            return Optional.of(TAR_BZ2);
        }
        if (startsWith(head, XZ)) {
            return Optional.of(TAR_XZ);
        }
        if (startsWith(head, ZIP_ENTRY) || startsWith(head, ZIP_EMPTY)) {
            return Optional.of(ZIP);
        }
        return TarReader.isTar(head) ? Optional.of(TAR) : Optional.empty();
    }

    private static boolean startsWith(byte[] head, byte[] magic) {
        return head.length >= magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }
}
