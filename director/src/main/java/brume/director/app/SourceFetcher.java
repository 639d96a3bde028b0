package brume.director.app;

import brume.core.problem.Problem;
import brume.director.blob.Blob;
import brume.director.blob.BlobRoutes;
import brume.director.blob.BlobStore;
import brume.director.manifest.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Fetches what a manifest names by URL into the blob store. As ConPaaS: five attempts, five seconds apart; other than ConPaaS: certificates are checked, sizes and times are
 * bounded, and hosts that only the director can reach are refused, at every redirect again. Thread-safe.
 *
 * <p>The client resolves a name again when it connects; {@link HeldNames} sees to it that the answer is the checked one. A proxy that Java is told to use resolves names itself.
 */
public final class SourceFetcher {
    private static final int ATTEMPTS = 5;
    private static final int REDIRECTS_MAX = 5;
    private static final int PORT_MAX = 65_535;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /**
     * What bounds a fetch.
     *
     * @param pause between two attempts
     * @param source for one URL, with all attempts, redirects and bytes
     * @param manifest for all URLs of a manifest
     * @param bytesMax of one URL
     */
    record Limits(Duration pause, Duration source, Duration manifest, long bytesMax) {
        /** For people who wait at a command, which waits longer. */
        static final Limits USUAL = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(80), BlobRoutes.UPLOAD_BYTES_MAX);
    }

    private final BlobStore blobs;
    private final Predicate<InetAddress> admitted;
    private final LongSupplier nanos;
    private final Limits limits;
    private final HttpClient client;

    SourceFetcher(BlobStore blobs, Predicate<InetAddress> admitted, LongSupplier nanos, Limits limits) {
        this.blobs = Objects.requireNonNull(blobs);
        this.admitted = Objects.requireNonNull(admitted);
        this.nanos = Objects.requireNonNull(nanos);
        this.limits = Objects.requireNonNull(limits);
        this.client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).followRedirects(HttpClient.Redirect.NEVER).build();
    }

    /**
     * @param admitted addresses that may be fetched from
     * @param nanos a clock of this machine that never jumps, such as {@code System::nanoTime}
     */
    public SourceFetcher(BlobStore blobs, Predicate<InetAddress> admitted, LongSupplier nanos) {
        this(blobs, admitted, nanos, Limits.USUAL);
    }

    /** What came of it. */
    sealed interface Fetched {
        record Good(Blob blob) implements Fetched {}

        record Bad(Problem problem) implements Fetched {}
    }

    /** What came of one attempt. */
    private sealed interface Attempt {
        record Done(Fetched fetched) implements Attempt {}

        record Again(String why) implements Attempt {}
    }

    /** For all sources of a manifest that is begun now. */
    Deadline deadline() {
        return Deadline.in(limits.manifest(), nanos);
    }

    /** Ends before {@code all}, or little after. */
    Fetched fetch(Source.Url source, Deadline all) throws InterruptedException {
        Deadline deadline = all.orIn(limits.source());
        String last = "the other sources took all the time";
        for (int i = 0; i < ATTEMPTS && !deadline.over(); i++) {
            if (i > 0) {
                // Nothing counts this latch down: it is a pause that an interrupt can end.
                new CountDownLatch(1).await(Math.min(limits.pause().toNanos(), deadline.remainingNanos()), TimeUnit.NANOSECONDS);
            }
            switch (attempt(source, deadline)) {
                case Attempt.Done(Fetched fetched) -> {
                    return fetched;
                }
                case Attempt.Again(String why) -> last = why;
            }
        }
        return notFetched(source, last).fetched();
    }

    private Attempt attempt(Source.Url source, Deadline deadline) throws InterruptedException {
        try {
            URI uri = source.uri();
            for (int hops = 0; hops <= REDIRECTS_MAX; hops++) {
                HttpResponse<Flow.Publisher<List<ByteBuffer>>> response;
                try (HeldNames.Hold name = HeldNames.EVERYWHERE.hold(Optional.ofNullable(uri.getHost()).orElse(""))) {
                    Optional<Attempt> refused = refused(source, uri, name, deadline);
                    if (refused.isPresent()) {
                        return refused.get();
                    }
                    response = ask(uri, deadline);
                }
                try (TimedBody body = new TimedBody(response.body(), deadline)) {
                    if (!REDIRECTS.contains(response.statusCode())) {
                        return answered(source, response, body);
                    }
                }
                Optional<URI> next = location(uri, response);
                if (next.isEmpty()) {
                    return notFetched(source, "it is redirected to what is no URL, or from https to http");
                }
                uri = next.get();
            }
            return notFetched(source, "it is redirected more than " + REDIRECTS_MAX + " times");
        } catch (TimedBody.TooLarge e) {
            return tooLarge(source);
        } catch (IOException e) {
            return new Attempt.Again(why(e));
        }
    }

    /** Says no to what is not to be fetched, for each of a URL's addresses. Those that were admitted are the name's while it is held. */
    private Optional<Attempt> refused(Source.Url source, URI uri, HeldNames.Hold name, Deadline deadline) throws IOException, InterruptedException {
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        Optional<String> host = Optional.ofNullable(uri.getHost());
        if (!Set.of("http", "https").contains(scheme) || host.isEmpty() || uri.getRawUserInfo() != null || uri.getPort() > PORT_MAX) {
            return Optional.of(notFetched(source, "only http and https URLs with a host, without user and password, are fetched"));
        }
        List<InetAddress> addresses = List.of(resolve(host.get(), deadline));
        if (addresses.stream().allMatch(admitted)) {
            return name.settle(addresses) ? Optional.empty() : Optional.of(new Attempt.Again("its host has other addresses every time"));
        }
        String text = source.uri() + " cannot be fetched: the host " + host.get() + " is this machine or in a private network. Put the file beside the manifest; an administrator"
                + " of the director can allow such hosts by fetch.private=true in director.properties.";
        return Optional.of(new Attempt.Done(new Fetched.Bad(Problem.at("private-host", text, source.place()))));
    }

    /** The system's resolver knows no deadline, so it works in another thread. */
    private static InetAddress[] resolve(String host, Deadline deadline) throws IOException, InterruptedException {
        return await(
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return InetAddress.getAllByName(host);
                    } catch (UnknownHostException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                deadline);
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> ask(URI uri, Deadline deadline) throws IOException, InterruptedException {
        return await(client.sendAsync(HttpRequest.newBuilder(uri).GET().build(), BodyHandlers.ofPublisher()), deadline);
    }

    private static <T> T await(CompletableFuture<T> future, Deadline deadline) throws IOException, InterruptedException {
        try {
            return future.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("it did not answer in time");
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case UncheckedIOException unchecked -> unchecked.getCause();
                case IOException io -> io;
                case null, default -> new IOException(e.getCause());
            };
        } finally {
            future.cancel(true);
        }
    }

    private Attempt answered(Source.Url source, HttpResponse<?> response, TimedBody body) throws IOException {
        int status = response.statusCode();
        if (status != 200) {
            String why = "it answered " + status;
            boolean forGood = status >= 400 && status < 500 && status != 429;
            return forGood ? notFetched(source, why) : new Attempt.Again(why);
        }
        boolean announced = response.headers().firstValue("Content-Length").filter(v -> v.matches("[0-9]{1,18}")).map(Long::valueOf).orElse(0L) > limits.bytesMax();
        if (announced) {
            return tooLarge(source);
        }
        return new Attempt.Done(new Fetched.Good(blobs.put(out -> body.writeTo(out, limits.bytesMax()))));
    }

    private static Optional<URI> location(URI from, HttpResponse<?> response) {
        try {
            URI to = from.resolve(new URI(response.headers().firstValue("Location").orElse("")));
            boolean weaker = "https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(to.getScheme());
            return weaker ? Optional.empty() : Optional.of(to);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private Attempt tooLarge(Source.Url source) {
        String text = source.uri() + " cannot be fetched: it is larger than " + limits.bytesMax() + " bytes.";
        return new Attempt.Done(new Fetched.Bad(Problem.at("too-large", text, source.place())));
    }

    private static Attempt.Done notFetched(Source.Url source, String why) {
        return new Attempt.Done(new Fetched.Bad(Problem.at("not-fetched", source.uri() + " cannot be fetched: " + why + ".", source.place())));
    }

    private static String why(IOException e) {
        return switch (e) {
            case UnknownHostException unknown -> "its host is not known";
            case ConnectException refused -> "its host takes no connection";
            default -> Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
        };
    }
}
