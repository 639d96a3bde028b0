package brume.service.java.node;

import brume.service.java.TomcatSettings;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Collectors;

/** Writes the configuration of the front: the HAProxy that has the backend's port. Directives: HAProxy configuration manual, version 2.6 on. */
final class FrontText {
    /** What is said in the place of a Tomcat that is not there: a status that webs may answer by asking elsewhere, while a 503 may be the application's own word. */
    static final String NOBODY = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private FrontText() {}

    /**
     * @param clients addresses that may ask
     * @param ports of the Tomcats by version
     */
    static String config(String address, List<String> clients, NavigableMap<String, Integer> ports, TomcatSettings settings) {
        return """
                global
                    log stdout format raw local0
                    user haproxy
                    group haproxy
                    maxconn 4000
                    stats socket %1$s/front.sock mode 600 level admin expose-fd listeners
                    hard-stop-after %2$ds

                defaults
                    mode http
                    log global
                    option httplog
                    option dontlog-normal
                    option http-server-close
                    http-reuse never
                    option idle-close-on-response
                    # another backend can be asked at once
                    retries 0
                    timeout connect 2s
                    timeout client %2$ds
                    timeout http-request 30s
                    timeout http-keep-alive 1s
                    timeout queue 30s
                    timeout server %3$ds
                    timeout tunnel 1h
                    errorfile 503 %4$s

                frontend webs
                    bind %5$s:%6$d
                    http-request deny deny_status 403 unless { src %7$s }
                %8$s    default_backend nobody

                backend nobody
                %9$s"""
                .formatted(
                        JavaSite.PATHS.run(),
                        settings.requestSeconds() + 30,
                        settings.requestSeconds() + 5,
                        Layout.NOBODY_FILE,
                        address,
                        JavaSite.PORT,
                        clients.isEmpty() ? "127.0.0.1" : String.join(" ", clients), // an empty list would mean nothing
                        uses(ports),
                        backends(ports));
    }

    private static String uses(NavigableMap<String, Integer> ports) {
        return ports.keySet().stream()
                .map(version -> "    use_backend tomcat-" + version + " if { req.hdr(" + JavaSite.VERSION_HEADER + ") -m str " + version + " }\n")
                .collect(Collectors.joining());
    }

    private static String backends(NavigableMap<String, Integer> ports) {
        StringBuilder out = new StringBuilder();
        for (Map.Entry<String, Integer> each : ports.entrySet()) {
            out.append("\nbackend tomcat-").append(each.getKey()).append('\n');
            out.append("    http-request del-header ").append(JavaSite.VERSION_HEADER).append('\n');
            out.append("    server tomcat 127.0.0.1:").append(each.getValue()).append('\n');
        }
        return out.toString();
    }
}
