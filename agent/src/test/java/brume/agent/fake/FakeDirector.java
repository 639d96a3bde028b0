package brume.agent.fake;

import brume.agent.tls.TestAuthority;
import brume.core.agent.Bootstrap;
import brume.core.agent.CertificateReply;
import brume.core.agent.EnrolRequest;
import brume.core.agent.Errand;
import brume.core.agent.Errands;
import brume.core.agent.NodeConfig;
import brume.core.agent.NodeReport;
import brume.core.agent.RenewRequest;
import brume.json.Json;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Thread-safe. */
public final class FakeDirector implements AutoCloseable {
    public static final String INSTANCE = "01900000-0000-7000-8000-000000000001";
    public static final String TOKEN = "once-only-token";

    private final TestAuthority authority;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition happened = lock.newCondition();
    private final List<EnrolRequest> enrolments = new ArrayList<>();
    private final List<NodeReport> reports = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, byte[]> blobs = new HashMap<>();
    private final Map<String, List<Fault>> faults = new HashMap<>();
    private final FakeErrands errands = new FakeErrands();
    private Optional<NodeConfig> config = Optional.empty();
    private Consumer<String> watcher = path -> {};
    private Duration lifetime = Duration.ofHours(1);
    private long fence;
    private boolean gone;
    private final HttpsServer server;

    /**
     * A request that came in.
     *
     * @param client common name of the client's certificate; empty when it showed none
     */
    public record Call(String path, String query, String client, String serial) {}

    /** To be done at once; waiting polls are answered. */
    public void ask(Errand errand) {
        locked(() -> errands.ask(errand));
    }

    /** The first news of an errand that fit, waited for. */
    public ErrandNews awaitNews(String what, Predicate<ErrandNews> fits) {
        return awaitFirst(what, errands.news(), fits);
    }

    public FakeDirector(Instant now) throws IOException, GeneralSecurityException {
        this(new TestAuthority("brume test authority", now), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), now);
    }

    public FakeDirector(TestAuthority authority, InetSocketAddress address, Instant now) throws IOException, GeneralSecurityException {
        this.authority = authority;
        this.server = HttpsServer.create(address, 0);
        SSLContext tls = authority.serverTls(address.getAddress(), now);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = tls.getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/agent/v1/", this::handle);
        server.start();
    }

    public TestAuthority authority() {
        return authority;
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    private int port() {
        return server.getAddress().getPort();
    }

    public Bootstrap bootstrap() {
        return new Bootstrap("test", List.of("https://" + server.getAddress().getAddress().getHostAddress() + ":" + port()), authority.certificate(), INSTANCE, 1, TOKEN);
    }

    /** From now on this is wanted; waiting polls are answered. The fence in it is the one granted. */
    public void want(NodeConfig latest) {
        locked(() -> {
            config = Optional.of(latest);
            fence = Math.max(fence, latest.fence());
        });
    }

    /** Another machine got the identity: reports of a lower fence are answered 409. */
    public void grantElsewhere(long newFence) {
        locked(() -> fence = newFence);
    }

    /** The instance is gone: everything is answered 410. */
    public void forget() {
        locked(() -> gone = true);
    }

    /** How long the certificates issued from now on live. */
    public void lifetime(Duration ofCertificates) {
        locked(() -> lifetime = ofCertificates);
    }

    /** The next request to a path that starts like this meets the fault; several are met in order. */
    public void next(String path, Fault fault) {
        locked(() -> faults.computeIfAbsent(path, p -> new ArrayList<>()).add(fault));
    }

    /** Called with the path of each request before anything is done about it. */
    public void watch(Consumer<String> newWatcher) {
        locked(() -> watcher = newWatcher);
    }

    /** Keeps a blob; answers its digest. */
    public String blob(byte[] content) {
        String digest = FakeErrands.digest(content);
        locked(() -> blobs.put(digest, content.clone()));
        return digest;
    }

    public List<EnrolRequest> enrolments() {
        return copied(enrolments);
    }

    public List<NodeReport> reports() {
        return copied(reports);
    }

    public List<Call> calls() {
        return copied(calls);
    }

    /** Forgets the reports that came until now. */
    public void forgetReports() {
        locked(reports::clear);
    }

    /** The first report that fits, waited for. */
    public NodeReport awaitReport(String what, Predicate<NodeReport> fits) {
        return awaitFirst(what, reports, fits);
    }

    /** The first request that fits, waited for. */
    public Call awaitCall(String what, Predicate<Call> fits) {
        return awaitFirst(what, calls, fits);
    }

    private <T> T awaitFirst(String what, List<T> in, Predicate<T> fits) {
        final long patienceNanos = TimeUnit.SECONDS.toNanos(20);
        lock.lock();
        try {
            long left = patienceNanos;
            while (true) {
                Optional<T> found = in.stream().filter(fits).findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
                if (left <= 0) {
                    throw new AssertionError("not seen: " + what + "; seen: " + in);
                }
                left = happened.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for " + what, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            FakeErrands.Body body = FakeErrands.Body.of(exchange.getRequestBody());
            locked(() -> errands.came(path, body));
            Optional<Fault> fault = arrived(exchange, path);
            if (fault.orElse(null) instanceof Fault.Status status) {
                Answer.of(status.status()).send(exchange);
                return;
            }
            Answer answer = answerTo(exchange, path, body.text());
            switch (fault.orElse(null)) {
                case null -> answer.send(exchange);
                case Fault.Status _ -> throw new IllegalStateException("answered before");
                case Fault.LostReply _ -> {}
                case Fault.Corrupt _ -> answer.corrupted().send(exchange);
                case Fault.Cut _ -> answer.sendHalf(exchange);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private Optional<Fault> arrived(HttpExchange exchange, String path) {
        String client = "";
        String serial = "";
        try {
            X509Certificate shown = (X509Certificate) ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0];
            client = shown.getSubjectX500Principal().getName();
            serial = shown.getSerialNumber().toString();
        } catch (SSLPeerUnverifiedException e) {
            // showed none
        }
        Call call = new Call(path, String.valueOf(exchange.getRequestURI().getQuery()), client, serial);
        Consumer<String> watching;
        lock.lock();
        try {
            calls.add(call);
            happened.signalAll();
            watching = watcher;
        } finally {
            lock.unlock();
        }
        watching.accept(path);
        lock.lock();
        try {
            for (Map.Entry<String, List<Fault>> entry : faults.entrySet()) {
                if (path.startsWith(entry.getKey()) && !entry.getValue().isEmpty()) {
                    return Optional.of(entry.getValue().removeFirst());
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Answer answerTo(HttpExchange exchange, String path, String body) throws IOException, GeneralSecurityException {
        boolean known;
        boolean forgotten;
        lock.lock();
        try {
            known = !calls.isEmpty() && !clientOf(exchange).isEmpty();
            forgotten = gone;
        } finally {
            lock.unlock();
        }
        if (forgotten) {
            return Answer.of(410);
        }
        if (path.equals("/agent/v1/enrol")) {
            return enrol(Json.read(body, EnrolRequest.class));
        }
        if (!known) {
            return Answer.of(401);
        }
        return switch (path) {
            case "/agent/v1/renew" -> Answer.of(200, issue(Json.read(body, RenewRequest.class).csr()));
            case "/agent/v1/config" -> poll(exchange);
            case "/agent/v1/logs" -> Answer.of(200, Map.of("cursor", ""));
            case "/agent/v1/report" -> report(Json.read(body, NodeReport.class));
            case "/agent/v1/errands" -> take();
            case String errand when errand.startsWith("/agent/v1/errands/") -> Answer.of(204);
            default -> blob(exchange, path.substring("/agent/v1/content/".length()));
        };
    }

    private static String clientOf(HttpExchange exchange) {
        try {
            return ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "";
        }
    }

    private Answer enrol(EnrolRequest request) throws IOException, GeneralSecurityException {
        locked(() -> enrolments.add(request));
        return request.token().equals(TOKEN) ? Answer.of(200, issue(request.csr())) : Answer.of(401);
    }

    private CertificateReply issue(String csr) throws IOException, GeneralSecurityException {
        lock.lock();
        try {
            Instant now = Instant.now();
            return new CertificateReply(authority.issue(TestAuthority.keyOf(csr), INSTANCE, now.minusSeconds(1), now.plus(lifetime)), authority.certificate());
        } finally {
            lock.unlock();
        }
    }

    private Answer take() {
        lock.lock();
        try {
            return Answer.of(200, errands.take());
        } finally {
            lock.unlock();
        }
    }

    private Answer poll(HttpExchange exchange) {
        Map<String, Long> asked = FakeErrands.asked(exchange.getRequestURI().getQuery());
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(asked.getOrDefault("wait", 0L));
            while (config.filter(c -> c.generation() > asked.getOrDefault("after", 0L)).isEmpty() && !errands.some() && left > 0 && !gone) {
                left = happened.awaitNanos(left);
            }
            if (gone) {
                return Answer.of(410);
            }
            if (errands.some()) {
                exchange.getResponseHeaders().set(Errands.HEADER, "waiting");
            }
            return config.filter(c -> c.generation() > asked.getOrDefault("after", 0L)).map(c -> Answer.of(200, c)).orElse(Answer.of(204));
        } catch (InterruptedException e) {
            return Answer.of(503);
        } finally {
            lock.unlock();
        }
    }

    private Answer report(NodeReport report) {
        lock.lock();
        try {
            reports.add(report);
            happened.signalAll();
            return Answer.of(report.fence() > 0 && report.fence() < fence ? 409 : 204);
        } finally {
            lock.unlock();
        }
    }

    private Answer blob(HttpExchange exchange, String digest) {
        lock.lock();
        try {
            byte[] content = blobs.get(digest);
            if (content == null) {
                return Answer.of(404);
            }
            String range = exchange.getRequestHeaders().getFirst("Range");
            if (range == null) {
                return new Answer(200, content.clone());
            }
            int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            return new Answer(206, Arrays.copyOfRange(content, from, content.length));
        } finally {
            lock.unlock();
        }
    }

    private <T> List<T> copied(List<T> from) {
        lock.lock();
        try {
            return List.copyOf(from);
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            happened.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
