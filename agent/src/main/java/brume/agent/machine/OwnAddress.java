package brume.agent.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** This machine's addresses, asked from the kernel. Nothing is sent for it. */
public final class OwnAddress {
    private OwnAddress() {}

    /** The address from which the kernel would dial the first of these that it has a route to; empty while there is none, such as before DHCP answered. */
    public static Optional<String> towards(List<URI> directors) {
        for (URI director : directors) {
            try (DatagramChannel channel = DatagramChannel.open()) {
                channel.connect(new InetSocketAddress(director.getHost(), Math.max(1, director.getPort()))); // of UDP: chooses the route, sends nothing
                if (channel.getLocalAddress() instanceof InetSocketAddress local && !local.getAddress().isAnyLocalAddress()) {
                    return Optional.of(text(local.getAddress()));
                }
            } catch (IOException | UnresolvedAddressException e) {
                // no route yet
            }
        }
        return Optional.empty();
    }

    /** All addresses by which others may reach this machine: no loopback, no link-local ones. */
    public static List<String> all() {
        List<String> addresses = new ArrayList<>();
        try {
            for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(network.getInetAddresses())) {
                    if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
                        addresses.add(text(address));
                    }
                }
            }
        } catch (SocketException e) {
            return List.of();
        }
        return addresses;
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}
