package brume.service.web.node;

import brume.service.web.RoleKind;
import brume.service.web.WebSettings;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes nginx's files. Directives: nginx.org/en/docs/.
 *
 * @param address to listen on
 * @param backends addresses to ask
 * @param proxies addresses whose word about the client's address is believed
 */
public record NginxText(Paths paths, WebSettings settings, String address, List<String> backends, List<String> proxies) {
    static final int PORT = 8080;
    /** Where the proxies look whether a web serves; what is below {@code /.brume/} is not reachable from outside. */
    static final String HEALTH = "/.brume/health";

    public NginxText {
        backends = List.copyOf(backends);
        proxies = List.copyOf(proxies);
    }

    static String unit(Paths paths, int stopSeconds) {
        return """
                [Unit]
                Description=nginx of the %4$s service

                [Service]
                Type=forking
                PIDFile=%1$s/nginx.pid
                ExecStart=/usr/sbin/nginx -c %2$s/nginx.conf
                ExecReload=/bin/kill -HUP $MAINPID
                KillMode=mixed
                KillSignal=SIGQUIT
                TimeoutStopSec=%3$d
                LimitNOFILE=65536
                Restart=on-failure
                RestartSec=200ms
                """
                .formatted(paths.run(), paths.config(), stopSeconds, paths.type());
    }

    public String config(Site.Parts parts) {
        return """
                user %1$s;
                worker_processes auto;
                worker_shutdown_timeout %2$ds;
                pid %3$s/nginx.pid;
                error_log stderr error;

                events {
                    worker_connections 4096;
                }

                http {
                    include /etc/nginx/mime.types;
                    default_type application/octet-stream;
                    access_log off;
                    server_tokens off;
                    sendfile on;
                    tcp_nopush on;
                    keepalive_timeout 0;
                    types_hash_max_size 4096;

                    gzip on;
                    gzip_proxied any;
                    gzip_vary on;
                    gzip_min_length 1024;
                    gzip_types text/css text/plain text/xml application/javascript text/javascript application/json application/xml image/svg+xml;

                    # the port that the user asked for: applications write it into their links
                    map $http_host $asked_port {
                        default 80;
                        "~:(?<port>[0-9]+)$" $port;
                    }

                    # files of a version have the same names as those of the next: keep them for a while, then ask again
                    map $sent_http_content_type $keep {
                        default off;
                        "~^(image|font|audio|video)/" 10m;
                        "~^(text/css|text/javascript|application/javascript)" 10m;
                    }
                %4$s
                %5$s}
                """
                .formatted(
                        CodeStore.USER, settings.openSeconds(), paths.run(), parts.http(), server(parts));
    }

    /** What one web server answers; indented to stand in the configuration of the program. */
    private String server(Site.Parts parts) {
        return """
                    server {
                        listen %1$s:%2$d backlog=1024;
                        server_name _;
                        root %3$s;
                        index %9$s;
                        client_max_body_size %4$s;
                        absolute_redirect off;
                %5$s
                        location = %6$s {
                            default_type text/plain;
                            return %7$s;
                        }

                        # hidden files, .htaccess and .git among them
                        location ~ /\\.(?!well-known/) {
                            return 404;
                        }

                %8$s    }
                """
                .formatted(
                        address,
                        PORT,
                        new CodeStore(paths, "web").root(settings.version()),
                        settings.bodyMax(),
                        trusted(),
                        HEALTH,
                        health(),
                        parts.locations(),
                        parts.index());
    }

    static int stopSeconds(WebSettings settings) {
        return settings.requestSeconds() + 30;
    }

    /** A web that could not ask a backend says so, and the proxies leave it alone. */
    private String health() {
        boolean serves = settings.version().isEmpty() || !backends.isEmpty();
        return serves ? "200 \"" + healthy(paths.type(), settings.service()) + "\\n\"" : "503";
    }

    /** What a healthy web of the service says. */
    static String healthy(String type, String service) {
        return RoleKind.WEB.fullName(type) + " of " + service;
    }

    private String trusted() {
        if (proxies.isEmpty()) {
            return "";
        }
        String from = proxies.stream().map(proxy -> "        set_real_ip_from " + proxy + ";\n").collect(Collectors.joining());
        return "\n" + from + "        real_ip_header X-Forwarded-For;\n";
    }
}
