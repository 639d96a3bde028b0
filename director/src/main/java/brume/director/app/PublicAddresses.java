package brume.director.app;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.IntStream;

/**
 * Tells addresses of the public Internet from those of this machine and of networks near it, where services trust whoever can reach them.
 *
 * <p>After the registries of special-purpose addresses (RFC 6890 and its updates); an IPv6 address that carries an IPv4 address is what that one is.
 */
public final class PublicAddresses {
    private PublicAddresses() {}

    public static boolean include(InetAddress address) {
        if (address.isAnyLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress() || address.isMulticastAddress()) {
            return false;
        }
        int[] bytes = bytes(address.getAddress());
        return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
    }

    private static boolean isPublic4(int[] b) {
        boolean shared = b[0] == 100 && b[1] >= 64 && b[1] < 128; // RFC 6598
        boolean protocols = b[0] == 192 && b[1] == 0 && b[2] == 0; // RFC 6890
        boolean measured = b[0] == 198 && (b[1] == 18 || b[1] == 19); // RFC 2544
        return b[0] != 0 && b[0] != 127 && b[0] < 224 && !shared && !protocols && !measured;
    }

    private static boolean isPublic6(int[] b) {
        if ((b[0] & 0xFE) == 0xFC) {
            return false; // unique local, RFC 4193
        }
        boolean translated = b[0] == 0 && b[1] == 0x64 && b[2] == 0xFF && b[3] == 0x9B;
        if (translated) {
            return IntStream.range(4, 12).allMatch(i -> b[i] == 0) && carries(b, 12); // RFC 6052; the others are a network's own, RFC 8215
        }
        if (IntStream.range(0, 12).allMatch(i -> b[i] == 0)) {
            return carries(b, 12); // RFC 4291, 2.5.5.1
        }
        boolean sixToFour = b[0] == 0x20 && b[1] == 0x02; // RFC 3056
        return !sixToFour || carries(b, 2);
    }

    /** Whether the IPv4 address from {@code at} on is public. */
    private static boolean carries(int[] b, int at) {
        byte[] four = new byte[4];
        IntStream.range(0, 4).forEach(i -> four[i] = (byte) b[at + i]);
        try {
            return include(InetAddress.getByAddress(four));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static int[] bytes(byte[] address) {
        return IntStream.range(0, address.length).map(i -> Byte.toUnsignedInt(address[i])).toArray();
    }
}
