package brume.service.java.node;

import brume.core.agent.RoleConfig;
import brume.core.role.NodeSystem;
import brume.core.role.RoleException;
import brume.service.java.JavaWebSettings;
import brume.service.web.Json;
import brume.service.web.node.CodeStore;
import brume.service.web.node.Paths;
import brume.service.web.node.Shares;
import brume.service.web.node.Site;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What nginx does for Java applications: files that no servlet lays claim to are served, everything else goes to the Tomcats of the version. */
final class JavaSite implements Site {
    static final Paths PATHS = new Paths("java");
    static final int PORT = 9000;
    /** By which the front of a backend tells versions apart. */
    static final String VERSION_HEADER = "X-Brume-Version";

    private static final CodeStore CODE = new CodeStore(PATHS, "web");

    @Override
    public String what() {
        return "Java";
    }

    @Override
    public Parts parts(RoleConfig config, List<String> backends, Shares shares, NodeSystem system) throws RoleException {
        JavaWebSettings settings = Json.read(config.settings(), JavaWebSettings.class);
        boolean knows = settings.servesFiles() && !settings.version().isEmpty();
        Path descriptor = CODE.root(settings.version()).resolve("WEB-INF/web.xml");
        // a war need not have one: then all servlets are annotated
        Routes routes = knows ? WebXml.routes(system.read(descriptor).orElse("<web-app/>")) : Routes.EVERYTHING;
        return parts(settings, routes, backends, shares);
    }

    static Parts parts(JavaWebSettings settings, Routes routes, List<String> backends, Shares shares) {
        if (settings.version().isEmpty()) {
            return new Parts("", "index.html", "        location / {\n            try_files $uri $uri/ =404;\n        }\n");
        }
        if (backends.isEmpty()) {
            return new Parts("", "index.html", "        location / {\n            return 503;\n        }\n");
        }
        return new Parts(upstreams(backends, shares), "index.html", passing(settings) + (routes.all() ? everything() : locations(routes)));
    }

    /** A backend that failed is left alone for a second only: a Tomcat that fell over is back soon, and both lists of servers must not be empty when another falls over meanwhile. */
    private static String upstreams(List<String> backends, Shares shares) {
        String servers = backends.stream()
                .map(backend -> "        server " + backend + ":" + PORT + shares.nginx(backend, backends) + " max_fails=1 fail_timeout=1s;\n")
                .collect(Collectors.joining());
        return """

                    # every backend has every session, but requests of one session that run at the same time should meet the same memory
                    map $cookie_JSESSIONID $pool {
                        default sessions;
                        "" backends;
                    }

                    map $http_upgrade $hop {
                        default upgrade;
                        "" close;
                    }

                    upstream backends {
                        zone backends 64k;
                %2$s%1$s    }

                    upstream sessions {
                        zone sessions 64k;
                        hash $cookie_JSESSIONID consistent;
                %1$s    }
                """
                .formatted(servers, shares.nginxMethod());
    }

    /** A request that reached no Tomcat is answered with 502 by the front, and may be asked elsewhere when asking twice does no harm. */
    private static String passing(JavaWebSettings settings) {
        return """
                        proxy_http_version 1.1;
                        proxy_set_header Host $http_host;
                        proxy_set_header Connection $hop;
                        proxy_set_header Upgrade $http_upgrade;
                        proxy_set_header X-Forwarded-For $remote_addr;
                        proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto;
                        proxy_set_header %1$s %2$s;
                        proxy_redirect off;
                        proxy_connect_timeout 2s;
                        proxy_send_timeout %3$ds;
                        proxy_read_timeout %3$ds;
                        proxy_next_upstream error timeout http_502;
                        proxy_next_upstream_timeout 10s;
                        proxy_buffers 16 16k;
                        proxy_buffer_size 32k;

                """
                .formatted(VERSION_HEADER, settings.version(), settings.requestSeconds() + 10);
    }

    private static String everything() {
        return "        location / {\n            proxy_pass http://$pool;\n        }\n";
    }

    private static String locations(Routes routes) {
        StringBuilder out = new StringBuilder("""
                        location ~* ^/(WEB-INF|META-INF)(/|$) {
                            return 404;
                        }

                        # a file that is there; folders and what is not there are for Tomcat, which knows welcome files and servlets by annotation
                        location / {
                            expires $keep;
                            try_files $uri @backends;
                        }

                        location @backends {
                            proxy_pass http://$pool;
                        }
                """);
        routes.exact().stream().filter(path -> !routes.prefixes().contains(path)).forEach(path -> location(out, "= \"" + path + "\""));
        for (String prefix : routes.prefixes()) {
            location(out, "= \"" + prefix + "\"");
            location(out, "^~ \"" + prefix + "/\"");
        }
        String extensions = routes.extensions().stream().map(extension -> extension.replace(".", "\\.")).collect(Collectors.joining("|"));
        location(out, "~ \\.(" + extensions + ")$");
        return out.toString();
    }

    private static void location(StringBuilder out, String matching) {
        out.append("\n        location ").append(matching).append(" {\n            proxy_pass http://$pool;\n        }\n");
    }
}
