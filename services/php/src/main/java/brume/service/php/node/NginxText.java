package brume.service.php.node;

import brume.service.php.WebSettings;
import java.util.List;
import java.util.stream.Collectors;

/** Writes nginx's files. Directives: nginx.org/en/docs/. */
final class NginxText {
    static final int PORT = 8080;
    /** Where the proxies look whether a web serves; what is below {@code /.brume/} is not reachable from outside. */
    static final String HEALTH = "/.brume/health";

    private NginxText() {}

    static String unit(int stopSeconds) {
        return """
                [Unit]
                Description=nginx of the php service

                [Service]
                Type=forking
                PIDFile=%s/nginx.pid
                ExecStart=/usr/sbin/nginx -c %s/nginx.conf
                ExecReload=/bin/kill -HUP $MAINPID
                KillMode=mixed
                KillSignal=SIGQUIT
                TimeoutStopSec=%d
                LimitNOFILE=65536
                Restart=on-failure
                RestartSec=200ms
                """
                .formatted(Paths.RUN, Paths.CONFIG, stopSeconds);
    }

    static String config(String address, List<String> backends, List<String> proxies, WebSettings settings) {
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
                        CodeStore.USER, shutdownSeconds(settings), Paths.RUN, upstream(backends), server(address, backends, proxies, settings));
    }

    /** What one web server answers; indented to stand in the configuration of the program. */
    private static String server(String address, List<String> backends, List<String> proxies, WebSettings settings) {
        String php = settings.version().isEmpty() || backends.isEmpty() ? "return 503;" : passing(settings);
        return """
                    server {
                        listen %1$s:%2$d backlog=1024;
                        server_name _;
                        root %3$s;
                        index index.html index.htm index.php;
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

                        location / {
                            expires $keep;
                            try_files $uri $uri/ /index.php?q=$uri&$args;
                        }

                        location ~ [^/]\\.php(/|$) {
                            %8$s
                        }
                    }
                """
                .formatted(
                        address,
                        PORT,
                        CodeStore.root(settings.version()),
                        settings.bodyMax(),
                        trusted(proxies),
                        HEALTH,
                        health(backends, settings),
                        php);
    }

    static int shutdownSeconds(WebSettings settings) {
        return settings.requestSeconds() + 30;
    }

    /** A web that could not answer PHP says so, and the proxies leave it alone. */
    private static String health(List<String> backends, WebSettings settings) {
        boolean serves = settings.version().isEmpty() || !backends.isEmpty();
        return serves ? "200 \"" + healthy(settings.service()) + "\\n\"" : "503";
    }

    /** What a healthy web of the service says. */
    static String healthy(String service) {
        return "php.web of " + service;
    }

    private static String upstream(List<String> backends) {
        if (backends.isEmpty()) {
            return "";
        }
        String servers = backends.stream()
                .map(backend -> "        server " + backend + ":" + FpmText.PORT + " max_fails=1 fail_timeout=5s;\n")
                .collect(Collectors.joining());
        return "\n    upstream backends {\n        zone backends 64k;\n        least_conn;\n" + servers + "    }\n";
    }

    private static String trusted(List<String> proxies) {
        if (proxies.isEmpty()) {
            return "";
        }
        String from = proxies.stream().map(proxy -> "        set_real_ip_from " + proxy + ";\n").collect(Collectors.joining());
        return "\n" + from + "        real_ip_header X-Forwarded-For;\n";
    }

    /** Asks a backend; another one if it could not be reached, and if it was lost on the way also when asking twice does no harm. */
    private static String passing(WebSettings settings) {
        return """
                fastcgi_split_path_info ^(.+?\\.php)(/.*)$;
                set $path_info $fastcgi_path_info; # try_files empties it
                try_files $fastcgi_script_name =404;
                fastcgi_pass backends;
                fastcgi_connect_timeout 2s;
                fastcgi_send_timeout %1$ds;
                fastcgi_read_timeout %1$ds;
                fastcgi_next_upstream error timeout;
                fastcgi_next_upstream_timeout 10s;
                fastcgi_buffers 16 16k;
                fastcgi_buffer_size 32k;
                fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
                fastcgi_param PATH_INFO $path_info;
                fastcgi_param QUERY_STRING $query_string;
                fastcgi_param REQUEST_METHOD $request_method;
                fastcgi_param CONTENT_TYPE $content_type;
                fastcgi_param CONTENT_LENGTH $content_length;
                fastcgi_param SCRIPT_NAME $fastcgi_script_name;
                fastcgi_param REQUEST_URI $request_uri;
                fastcgi_param DOCUMENT_URI $document_uri;
                fastcgi_param DOCUMENT_ROOT $document_root;
                fastcgi_param SERVER_PROTOCOL $server_protocol;
                fastcgi_param REQUEST_SCHEME http;
                fastcgi_param GATEWAY_INTERFACE CGI/1.1;
                fastcgi_param SERVER_SOFTWARE nginx;
                fastcgi_param REMOTE_ADDR $remote_addr;
                fastcgi_param REMOTE_PORT $remote_port;
                fastcgi_param SERVER_ADDR $server_addr;
                fastcgi_param SERVER_PORT $asked_port;
                fastcgi_param SERVER_NAME $host;
                fastcgi_param HTTP_HOST $http_host; # with its port
                fastcgi_param HTTP_PROXY ""; # a client's header must not become a variable that programs obey
                fastcgi_param REDIRECT_STATUS 200;"""
                .formatted(settings.requestSeconds() + 10)
                .replace("\n", "\n            ");
    }
}
