package brume.testkit.fake;

import brume.core.driver.DriverException;
import brume.core.driver.ObservedImage;
import brume.core.quantity.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The images of the fake cloud. Not thread-safe: the cloud's lock guards it. */
final class FakeImages {
    private record Image(String fingerprint, long size) {}

    private final Map<String, Image> byAlias = new TreeMap<>();

    FakeImages(Collection<String> aliases) {
        for (String alias : aliases) {
            byte[] content = alias.getBytes(StandardCharsets.UTF_8);
            byAlias.put(alias, new Image(hex(sha256().digest(content)), content.length));
        }
    }

    void require(String image) {
        boolean known = byAlias.containsKey(image) || byAlias.values().stream().anyMatch(i -> i.fingerprint().equals(image));
        if (!known) {
            throw new DriverException.Rejected("no-such-image", "there is no such image", image);
        }
    }

    List<ObservedImage> list() {
        return byAlias.values().stream().distinct().map(this::observed).toList();
    }

    ObservedImage importSplit(String alias, Path metadata, Path root) {
        MessageDigest digest = sha256();
        long size = feed(digest, metadata) + feed(digest, root);
        Image image = new Image(hex(digest.digest()), size);
        byAlias.put(alias, image);
        return observed(image);
    }

    void remove(String alias) {
        Optional.ofNullable(byAlias.get(alias)).ifPresent(image -> byAlias.values().removeIf(image::equals));
    }

    private ObservedImage observed(Image image) {
        List<String> aliases = byAlias.entrySet().stream()
                .filter(e -> e.getValue().equals(image))
                .map(Map.Entry::getKey)
                .toList();
        return new ObservedImage(image.fingerprint(), aliases, new Bytes(image.size()), "image of the fake cloud");
    }

    private static long feed(MessageDigest digest, Path file) {
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            return in.transferTo(out);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
