package brume.driver.incus;

import brume.core.driver.DriverException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/** HTTP/1.1 over TLS with a client certificate; the server is known by its pinned certificate. The JDK's client keeps the connections. */
final class TlsHttp implements HttpTransport {
    /** A host that is down answers nothing; the call's own deadline is for hosts that are slow. */
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    private final URI url;
    private final HttpClient client;

    TlsHttp(URI url, TlsIdentity identity) throws GeneralSecurityException {
        this.url = url;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_MAX)
                .sslContext(identity.context())
                .build();
    }

    @Override
    public HttpReply call(HttpCall call) {
        CompletableFuture<HttpResponse<byte[]>> pending = client.sendAsync(request(call), info -> new LimitedBody(call.limit()));
        try {
            return reply(pending.get(call.deadline().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw HttpTransport.lost(call, "no answer before the deadline", e);
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw HttpTransport.lost(call, "interrupted during the call", e);
        } catch (ExecutionException e) {
            throw sorted(call, e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause()));
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpRequest request(HttpCall call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(call.target())).method(call.method(), publisher(call.body()));
        call.headers().forEach(request::header);
        if (call.body().present()) {
            request.header("Content-Type", call.body().contentType());
        }
        return request.build();
    }

    private static BodyPublisher publisher(HttpBody body) {
        if (body.length() == 0) {
            return BodyPublishers.noBody();
        }
        BodyPublisher[] parts = body.parts().stream().map(TlsHttp::publisher).toArray(BodyPublisher[]::new);
        // The length is told beforehand, so that the daemon gets Content-Length rather than chunks.
        return BodyPublishers.fromPublisher(BodyPublishers.concat(parts), body.length());
    }

    private static BodyPublisher publisher(HttpPart part) {
        return switch (part) {
            case HttpPart.Memory memory -> BodyPublishers.ofByteArray(memory.bytes());
            case HttpPart.Disk disk -> {
                try {
                    yield BodyPublishers.ofFile(disk.file());
                } catch (FileNotFoundException e) {
                    throw new DriverException.Rejected("no-such-file", "a file to send is not there", disk.file().toString());
                }
            }
        };
    }

    private static HttpReply reply(HttpResponse<byte[]> response) {
        Map<String, String> headers = new HashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new HttpReply(response.statusCode(), headers, response.body());
    }

    private DriverException sorted(HttpCall call, IOException failure) {
        if (failure instanceof SSLHandshakeException) {
            return new DriverException.Unauthorized("the daemon's certificate is not the pinned one, or it does not accept ours", url + ": " + failure.getMessage());
        }
        if (failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException) {
            return new DriverException.Transient("the daemon cannot be reached", url + ": " + failure.getMessage(), failure);
        }
        return HttpTransport.lost(call, "the connection ended before the answer", failure);
    }
}
