package brume.agent.node;

import brume.agent.base.WholeFile;
import brume.agent.tls.NodeKey;
import brume.core.agent.Bootstrap;
import brume.core.agent.CertificateReply;
import brume.json.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the agent keeps of its own identity; the orders are in {@link Orders}. Each file is replaced whole. One thread at a time.
 *
 * <p>{@code bootstrap.json} is written before and removed after everything else, so that state of one machine is never taken for another's.
 */
final class Kept {
    private final Path folder;
    private final Path bootstrap;
    private final Path key;
    private final Path identity;

    Kept(Path folder) throws IOException {
        this.folder = folder;
        this.bootstrap = folder.resolve("bootstrap.json");
        this.key = folder.resolve("key.pem");
        this.identity = folder.resolve("identity.json");
        WholeFile.folder(folder);
    }

    /** As last adopted, without its token. */
    Optional<Bootstrap> bootstrap() throws IOException {
        return read(bootstrap, Bootstrap.class);
    }

    /** Binds the state to this machine; what was kept for another one is forgotten, and a certificate of another authority too. */
    void adopt(Bootstrap found) throws IOException {
        Optional<Bootstrap> before = bootstrap();
        boolean same = before.filter(b -> b.instance().equals(found.instance()) && b.generation() == found.generation()).isPresent();
        if (!same) {
            forgetAll();
        } else if (!before.get().ca().equals(found.ca())) {
            WholeFile.remove(identity);
        }
        Bootstrap bare = new Bootstrap(found.deployment(), found.directors(), found.ca(), found.instance(), found.generation(), "");
        if (!before.equals(Optional.of(bare))) {
            WholeFile.write(bootstrap, Json.write(bare));
        }
    }

    private void forgetAll() throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, path -> !path.equals(bootstrap))) {
            for (Path path : all) {
                WholeFile.remove(path);
            }
        }
        WholeFile.syncFolder(folder);
        WholeFile.remove(bootstrap);
    }

    Optional<NodeKey> key() throws IOException {
        Optional<String> text = WholeFile.read(key);
        return text.isPresent() ? Optional.of(NodeKey.read(text.get())) : Optional.empty();
    }

    void key(NodeKey made) throws IOException {
        WholeFile.write(key, made.text());
    }

    Optional<CertificateReply> identity() throws IOException {
        return read(identity, CertificateReply.class);
    }

    void identity(CertificateReply issued) throws IOException {
        WholeFile.write(identity, Json.write(issued));
    }

    private static <T> Optional<T> read(Path file, Class<T> type) throws IOException {
        Optional<String> text = WholeFile.read(file);
        return text.isPresent() ? Optional.of(Json.read(text.get(), type)) : Optional.empty();
    }
}
