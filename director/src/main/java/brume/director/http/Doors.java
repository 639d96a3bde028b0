package brume.director.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.BindException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The two HTTPS listeners: HTTP/2 and HTTP/1.1, each request on a virtual thread, with limits on connections, headers and patience. */
final class Doors {
    private static final int THREADS_MAX = 16;
    private static final int ACCEPTORS = 1;
    private static final int SELECTORS = 1;

    private final Server server;
    private final Map<Door, ServerConnector> connectors = new EnumMap<>(Door.class);

    Doors(Servlet servlet, ServerTls tls, Map<Door, Listener> listeners, Duration firstRequest) {
        server = new Server(threads());
        listeners.forEach((door, listener) -> connectors.put(door, connector(door, listener, tls, firstRequest)));
        connectors.values().forEach(server::addConnector);
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS | ServletContextHandler.NO_SECURITY);
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        JettyWebSocketServletContainerInitializer.configure(context, null); // the servlet asks for it when it starts
        context.setErrorHandler(new ProblemErrors());
        server.setHandler(new GracefulHandler(context));
        server.setErrorHandler(new ProblemErrors());
        server.setStopTimeout(Limits.CLOSE_GRACE.toMillis());
    }

    void start() throws IOException {
        boolean started = false;
        try {
            for (Map.Entry<Door, ServerConnector> door : connectors.entrySet()) {
                open(door.getKey(), door.getValue()); // first, because it says which address is taken
            }
            LifeCycle.start(server);
            started = true;
        } finally {
            if (!started) {
                stop();
            }
        }
    }

    private static void open(Door door, ServerConnector connector) throws IOException {
        try {
            connector.open();
        } catch (IOException e) {
            if (!(e.getCause() instanceof BindException)) {
                throw e;
            }
            String setting = door.name().toLowerCase(Locale.ROOT);
            throw new IOException(
                    "Cannot listen on " + connector.getHost() + ":" + connector.getPort() + " (" + e.getCause().getMessage() + "): end what listens there (ss -ltnp), or change "
                            + setting + ".address or " + setting + ".port in director.properties.",
                    e);
        }
    }

    void stop() {
        connectors.values().forEach(ServerConnector::close);
        LifeCycle.stop(server);
    }

    int port(Door door) {
        return connector(door).getLocalPort();
    }

    /** The door that a request came through. */
    Door of(HttpServletRequest request) {
        return request.getLocalPort() == port(Door.AGENT) ? Door.AGENT : Door.API;
    }

    /** Ends a request whose answer cannot be completed, so that the client does not take what it has for all. */
    void abort(HttpServletRequest request) {
        ServletContextRequest.getServletContextRequest(request).getServletChannel().abort(new IOException("the answer cannot be completed"));
    }

    private ServerConnector connector(Door door) {
        return Objects.requireNonNull(connectors.get(door));
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
        return threads;
    }

    private ServerConnector connector(Door door, Listener listener, ServerTls tls, Duration firstRequest) {
        HttpConnectionFactory http1 = new HttpConnectionFactory(configuration());
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(configuration());
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        SslConnectionFactory ssl = new SslConnectionFactory(tlsOf(door, tls), alpn.getProtocol());
        ServerConnector connector = new ServerConnector(server, ACCEPTORS, SELECTORS, ssl, alpn, http2, http1);
        connector.setHost(listener.address());
        connector.setPort(listener.port());
        connector.setIdleTimeout(Limits.IDLE.toMillis());
        connector.addBean(new NetworkConnectionLimit(connectionsMax(door), connector));
        connector.addBean(new FirstRequestDeadline(connector, firstRequest));
        return connector;
    }

    /** TLS 1.2 and 1.3. The agent door asks for a client certificate, which those who enrol do not have yet. */
    private static SslContextFactory.Server tlsOf(Door door, ServerTls tls) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(sslContext(tls));
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        factory.setWantClientAuth(door == Door.AGENT);
        factory.setSniRequired(false);
        return factory;
    }

    private static SSLContext sslContext(ServerTls tls) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {tls.server()}, new TrustManager[] {tls.agents()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    private static int connectionsMax(Door door) {
        return switch (door) {
            case API -> Limits.API_CONNECTIONS_MAX;
            case AGENT -> Limits.AGENT_CONNECTIONS_MAX;
        };
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setRequestHeaderSize(Limits.HEADER_BYTES_MAX);
        // Callers use addresses and names of all kinds; which certificate they trust is their own check.
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        return configuration;
    }
}
