package brume.service.php.node;

import brume.core.agent.RoleConfig;
import brume.core.role.NodeSystem;
import brume.service.web.Json;
import brume.service.web.WebSettings;
import brume.service.web.node.Shares;
import brume.service.web.node.Site;
import java.util.List;
import java.util.stream.Collectors;

/** What nginx does for PHP applications: files are served, PHP is handed to php-fpm, and what is neither goes to {@code index.php}. */
final class PhpSite implements Site {
    @Override
    public String what() {
        return "PHP";
    }

    @Override
    public Parts parts(RoleConfig config, List<String> backends, Shares shares, NodeSystem system) {
        return parts(Json.read(config.settings(), WebSettings.class), backends, shares);
    }

    static Parts parts(WebSettings settings, List<String> backends, Shares shares) {
        String php = settings.version().isEmpty() || backends.isEmpty() ? "return 503;" : passing(settings);
        String locations = """
                        location / {
                            expires $keep;
                            try_files $uri $uri/ /index.php?q=$uri&$args;
                        }

                        location ~ [^/]\\.php(/|$) {
                            %s
                        }
                """
                .formatted(php);
        return new Parts(upstream(backends, shares), "index.html index.htm index.php", locations);
    }

    private static String upstream(List<String> backends, Shares shares) {
        if (backends.isEmpty()) {
            return "";
        }
        String servers = backends.stream()
                .map(backend -> "        server " + backend + ":" + FpmText.PORT + shares.nginx(backend, backends) + " max_fails=1 fail_timeout=5s;\n")
                .collect(Collectors.joining());
        return "\n    upstream backends {\n        zone backends 64k;\n" + shares.nginxMethod() + servers + "    }\n";
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
