package brume.driver.incus;

import brume.core.driver.CloudDriver;
import brume.core.driver.DriverException;
import brume.core.driver.DriverFactory;
import brume.core.driver.SiteSettings;
import brume.core.problem.Problem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * Opens sites of kind {@code incus}: a project of an Incus 6 or LXD 5 daemon.
 *
 * <p>Settings: {@code socket} (path), or {@code url} ({@code https://HOST:8443}) with {@code certificate} and {@code key} (PEM files of the client
 * certificate that the daemon trusts) and {@code serverCertificate} (PEM file or SHA-256 fingerprint); {@code project}, {@code network} (a managed bridge),
 * {@code pool}; optionally {@code profile} and {@code flavor} ({@code incus}, {@code lxd}).
 */
public final class IncusDriverFactory implements DriverFactory {
    @Override
    public String kind() {
        return "incus";
    }

    @Override
    public List<Problem> check(SiteSettings settings) {
        SettingsReader reader = new SettingsReader(settings);
        var _ = reader.read();
        return reader.problems();
    }

    /** The settings were checked before; throws {@link IllegalArgumentException} when they are bad. */
    @Override
    public CloudDriver open(SiteSettings settings, String deployment) {
        SettingsReader reader = new SettingsReader(settings);
        IncusSettings good = reader.read().orElseThrow(() -> new IllegalArgumentException("bad settings: " + reader.problems()));
        return new IncusDriver(new IncusApi(transport(good.endpoint()), good.project(), good.flavor()), good, deployment);
    }

    private static HttpTransport transport(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Socket socket -> new UnixHttp(socket.path());
            case Endpoint.Https https -> {
                try {
                    yield new TlsHttp(https.url(), TlsIdentity.read(https));
                } catch (IOException | GeneralSecurityException e) {
                    throw new DriverException.Unauthorized("the client certificate cannot be used", String.valueOf(e.getMessage()));
                }
            }
        };
    }
}
