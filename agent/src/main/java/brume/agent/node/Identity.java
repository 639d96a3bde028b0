package brume.agent.node;

import brume.agent.base.Backoff;
import brume.agent.base.Log;
import brume.agent.base.Signal;
import brume.agent.http.Directors;
import brume.agent.http.Reply;
import brume.agent.http.Request;
import brume.agent.machine.OwnAddress;
import brume.agent.tls.Credentials;
import brume.agent.tls.NodeKey;
import brume.core.agent.Bootstrap;
import brume.core.agent.CertificateReply;
import brume.core.agent.EnrolRequest;
import brume.core.agent.RenewRequest;
import brume.json.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Gets the certificate and keeps it fresh, with one key for the machine's life. Each certificate is kept and used at once; connections made by the one before are not used
 * again. Used by one thread at a time.
 */
final class Identity {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** The wall clock may be set, so a long wait for a point in time is cut into pieces. */
    private static final Duration LOOK_AT_CLOCK = Duration.ofMinutes(10);

    private final Bootstrap bootstrap;
    private final List<URI> addresses;
    private final Kept kept;
    private final NodeKey key;
    private final Directors directors;
    private final InstantSource clock;
    private final Backoff backoff;
    private Optional<Credentials> credentials = Optional.empty();

    /** @param directors dials with what is kept, or anonymously */
    Identity(Bootstrap bootstrap, Kept kept, NodeKey key, Directors directors, InstantSource clock, Backoff backoff) throws IOException {
        this.bootstrap = bootstrap;
        this.addresses = addresses(bootstrap);
        this.kept = kept;
        this.key = key;
        this.directors = directors;
        this.clock = clock;
        this.backoff = backoff;
        Optional<CertificateReply> before = kept.identity();
        if (before.isPresent()) {
            use(before.get());
        }
    }

    static List<URI> addresses(Bootstrap bootstrap) {
        return bootstrap.directors().stream().map(URI::create).toList();
    }

    /** Returns when there is a certificate that has not ended, however long it takes. */
    void enrol() throws InterruptedException {
        while (credentials.filter(c -> clock.instant().isBefore(c.endsAt())).isEmpty()) {
            try {
                directors.use(addresses, Credentials.anonymousTls(bootstrap.ca()));
                EnrolRequest request = new EnrolRequest(
                        bootstrap.instance(), bootstrap.generation(), bootstrap.token(), key.certificateRequest(bootstrap.instance()), OwnAddress.all());
                accept(ask("/agent/v1/enrol", Json.write(request)));
                Log.info("enrolled as " + bootstrap.instance() + " generation " + bootstrap.generation());
            } catch (IOException e) {
                failed("not enrolled: " + e.getMessage());
            }
        }
    }

    /** Renews for ever, each time at two thirds of the certificate's life. */
    void run() {
        try {
            while (true) {
                enrol();
                Duration left = Duration.between(clock.instant(), credentials.map(Credentials::renewAt).orElse(Instant.MAX));
                if (left.isPositive()) {
                    Signal.pause(left.compareTo(LOOK_AT_CLOCK) < 0 ? left : LOOK_AT_CLOCK);
                } else {
                    renew();
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private void renew() throws InterruptedException {
        try {
            accept(ask("/agent/v1/renew", Json.write(new RenewRequest(key.certificateRequest(bootstrap.instance())))));
            Log.info("certificate renewed");
        } catch (IOException e) {
            failed("certificate not renewed: " + e.getMessage());
        }
    }

    private CertificateReply ask(String path, String body) throws IOException {
        try (Reply reply = directors.call(Request.post(path, body, PATIENCE))) {
            if (reply.status() != 200 && reply.status() != 201) {
                throw new IOException("the director answered " + reply.status());
            }
            return Json.read(reply.text(), CertificateReply.class);
        }
    }

    private void accept(CertificateReply issued) throws IOException {
        Credentials checked = Credentials.of(key, issued.certificate());
        if (!clock.instant().isBefore(checked.endsAt())) {
            throw new IOException("the certificate has ended already; is this machine's clock right?");
        }
        kept.identity(issued);
        use(issued);
        backoff.succeeded();
    }

    private void use(CertificateReply issued) throws IOException {
        Credentials now = Credentials.of(key, issued.certificate());
        directors.use(addresses, now.tls(issued.ca()));
        credentials = Optional.of(now);
    }

    private void failed(String what) throws InterruptedException {
        if (Integer.bitCount(backoff.failures() + 1) == 1) { // the 1st, 2nd, 4th, 8th …
            Log.warning(what);
        }
        Signal.pause(backoff.next());
    }
}
