package brume.driver.incus;

import brume.core.driver.DriverException;
import brume.core.driver.Images;
import brume.core.driver.ObservedImage;
import brume.core.quantity.Bytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images of the site's project. */
final class IncusImages implements Images {
    /** A few hundred MiB, compressed and hashed again by the daemon, on a machine under load. */
    private static final Duration IMPORT_MAX = Duration.ofMinutes(15);

    private static final Duration CHANGE_MAX = Duration.ofMinutes(2);
    private static final int READ_BYTES = 256 << 10;

    private final IncusApi api;

    IncusImages(IncusApi api) {
        this.api = api;
    }

    @Override
    public List<ObservedImage> list() {
        List<ObservedImage> found = new ArrayList<>();
        for (JsonNode image : api.read(IncusApi.path("images"), Map.of("recursion", "1"), Subject.PROJECT)) {
            found.add(observed(image));
        }
        return found;
    }

    @Override
    public ObservedImage importSplit(String alias, Path metadata, Path root) {
        try {
            String fingerprint = fingerprint(metadata, root);
            if (find(fingerprint).isEmpty()) {
                upload(fingerprint, metadata, root);
            }
            point(alias, fingerprint);
            return find(fingerprint)
                    .map(IncusImages::observed)
                    .orElseThrow(() -> new DriverException.Transient("the imported image cannot be seen", fingerprint));
        } catch (IOException e) {
            throw new DriverException.Rejected("no-such-file", "a file of the image cannot be read", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void remove(String alias) {
        Optional<JsonNode> named = api.find(aliasPath(alias), Map.of(), Subject.IMAGE);
        if (named.isEmpty()) {
            return;
        }
        String path = IncusApi.path("images", named.get().path("target").asText());
        Answer answer = api.change("DELETE", path, HttpBody.NONE, Map.of(), Map.of(), CHANGE_MAX);
        if (answer instanceof Answer.Refused refused) {
            DriverException sorted = Refusals.sort(refused, Subject.IMAGE);
            if (!(sorted instanceof DriverException.Rejected rejected && rejected.code().equals(Subject.IMAGE.code()))) {
                throw sorted;
            }
        }
    }

    private Optional<JsonNode> find(String fingerprint) {
        return api.find(IncusApi.path("images", fingerprint), Map.of(), Subject.IMAGE);
    }

    /**
     * Form data (RFC 7578) of two files in the order that the daemons expect. The boundary holds the digest of what it separates, which that cannot contain.
     */
    private void upload(String fingerprint, Path metadata, Path root) throws IOException {
        String boundary = "brume-" + fingerprint.substring(0, 40);
        List<HttpPart> parts = List.of(
                head("--" + boundary, "metadata", metadata),
                new HttpPart.Disk(metadata, Files.size(metadata)),
                head("\r\n--" + boundary, "rootfs", root),
                new HttpPart.Disk(root, Files.size(root)),
                new HttpPart.Memory(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII)));
        HttpBody body = new HttpBody("multipart/form-data; boundary=" + boundary, parts);
        Answer answer = api.change("POST", IncusApi.path("images"), body, Map.of(), Map.of(), IMPORT_MAX);
        if (answer instanceof Answer.Refused refused && !refused.says("same fingerprint already exists")) {
            throw Refusals.sort(refused, Subject.IMAGE);
        }
    }

    private static HttpPart head(String boundary, String field, Path file) {
        String text = boundary + "\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + field + file.getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "_")
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        return new HttpPart.Memory(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void point(String alias, String fingerprint) {
        Optional<JsonNode> existing = api.find(aliasPath(alias), Map.of(), Subject.IMAGE);
        if (existing.isEmpty()) {
            ObjectNode body = IncusApi.object().put("name", alias).put("target", fingerprint);
            Answer answer = api.change("POST", IncusApi.path("images", "aliases"), body, CHANGE_MAX);
            if (!(answer instanceof Answer.Refused refused && refused.says("already exists"))) {
                var _ = IncusApi.done(answer, Subject.IMAGE);
                return;
            }
        } else if (existing.get().path("target").asText().equals(fingerprint)) {
            return;
        }
        ObjectNode body = IncusApi.object().put("target", fingerprint).put("description", "");
        var _ = IncusApi.done(api.change("PUT", aliasPath(alias), body, CHANGE_MAX), Subject.IMAGE);
    }

    private static String aliasPath(String alias) {
        return IncusApi.path("images", "aliases", alias);
    }

    /** SHA-256 of both files one after the other, as both products define it. */
    private static String fingerprint(Path metadata, Path root) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[READ_BYTES];
            for (Path file : List.of(metadata, root)) {
                try (InputStream in = Files.newInputStream(file)) {
                    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                        digest.update(buffer, 0, count);
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static ObservedImage observed(JsonNode image) {
        List<String> aliases = new ArrayList<>();
        image.path("aliases").forEach(alias -> aliases.add(alias.path("name").asText()));
        return new ObservedImage(
                image.path("fingerprint").asText(),
                aliases,
                new Bytes(Math.max(0, image.path("size").asLong())),
                image.path("properties").path("description").asText());
    }
}
