package brume.director.app;

import brume.core.problem.Problem;
import brume.director.blob.Blob;
import brume.director.blob.BlobRoutes;
import brume.director.blob.BlobStore;
import brume.director.manifest.Source;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Fetches what a manifest names by URL into the blob store. As ConPaaS: five attempts, five seconds apart; other than ConPaaS: certificates are checked, sizes are bounded. */
final class SourceFetcher {
    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final BlobStore blobs;
    private final HttpClient client;
    private final Duration pause;

    SourceFetcher(BlobStore blobs, Duration pause) {
        this.blobs = Objects.requireNonNull(blobs);
        this.pause = Objects.requireNonNull(pause);
        this.client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    SourceFetcher(BlobStore blobs) {
        this(blobs, PAUSE);
    }

    /** What came of it. */
    sealed interface Fetched {
        record Good(Blob blob) implements Fetched {}

        record Bad(Problem problem) implements Fetched {}
    }

    Fetched fetch(Source.Url source) throws InterruptedException {
        String last = "";
        for (int i = 0; i < ATTEMPTS; i++) {
            if (i > 0) {
                // Nothing counts this latch down: it is a pause that an interrupt can end.
                new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
            }
            try {
                HttpRequest request = HttpRequest.newBuilder(source.uri()).timeout(ANSWER).GET().build();
                HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
                try (InputStream body = response.body()) {
                    if (response.statusCode() == 200) {
                        return new Fetched.Good(blobs.put(body, BlobRoutes.UPLOAD_BYTES_MAX));
                    }
                }
                last = "it answered " + response.statusCode();
                if (response.statusCode() >= 400 && response.statusCode() < 500 && response.statusCode() != 429) {
                    break;
                }
            } catch (IOException e) {
                last = String.valueOf(e.getMessage());
            }
        }
        return new Fetched.Bad(Problem.at("not-fetched", source.uri() + " cannot be fetched: " + last + ".", source.place()));
    }
}
