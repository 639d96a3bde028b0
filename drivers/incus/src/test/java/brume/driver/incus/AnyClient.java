package brume.driver.incus;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** A server's view in tests: every client may come, as with the two products, which look at the certificate later. */
final class AnyClient implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        // welcome
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        throw new UnsupportedOperationException("this is a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
