package brume.service.web.node;

import brume.service.web.ProxySettings;
import java.util.List;
import java.util.stream.Collectors;

/** Writes HAProxy's files. Directives: HAProxy configuration manual, version 2.6 on. */
public final class HaproxyText {
    static final int PORT = 80;

    private HaproxyText() {}

    /** @param name of the configuration, such as {@code haproxy} */
    public static String unit(Paths paths, String name) {
        return """
                [Unit]
                Description=HAProxy of the %3$s service

                [Service]
                Type=notify
                ExecStart=/usr/sbin/haproxy -Ws -f %1$s/%4$s.conf -p %2$s/%4$s.pid
                ExecReload=/bin/kill -USR2 $MAINPID
                KillMode=mixed
                SuccessExitStatus=143
                TimeoutStopSec=10
                LimitNOFILE=65536
                Restart=on-failure
                RestartSec=200ms
                """
                .formatted(paths.config(), paths.run(), paths.type(), name);
    }

    static String config(Paths paths, List<String> webs, Shares shares, ProxySettings settings) {
        return """
                global
                    log stdout format raw local0
                    user haproxy
                    group haproxy
                    maxconn 8000
                    stats socket %1$s/haproxy.sock mode 600 level admin expose-fd listeners
                    hard-stop-after %2$ds

                defaults
                    mode http
                    log global
                    option httplog
                    option dontlog-normal
                    option http-server-close
                    http-reuse never
                    option idle-close-on-response
                    option redispatch 1
                    retries 3
                    retry-on conn-failure empty-response
                    timeout connect 2s
                    timeout client 65s
                    timeout http-request 30s
                    timeout http-keep-alive 10s
                    timeout queue 30s
                    timeout server %3$ds
                    timeout tunnel 1h

                frontend users
                    bind *:%4$d
                    # only what may be repeated without harm is repeated after it was sent
                    http-request disable-l7-retry if !METH_GET
                    http-request set-header X-Forwarded-For %%[src]
                    http-request set-header X-Forwarded-Proto http
                    http-request deny deny_status 404 if { path_beg /.brume/ }
                    default_backend webs

                backend webs
                    balance %8$s
                    option httpchk
                    http-check send meth GET uri %5$s ver HTTP/1.1 hdr Host brume
                    http-check expect string "%6$s"
                    default-server check inter 1s fastinter 250ms downinter 500ms fall 2 rise 1
                %7$s"""
                .formatted(
                        paths.run(),
                        settings.openSeconds(),
                        settings.requestSeconds() + 15,
                        PORT,
                        NginxText.HEALTH,
                        NginxText.healthy(paths.type(), settings.service()),
                        servers(webs, shares),
                        shares.haproxyMethod());
    }

    /** Name of a web among the servers. */
    static String server(String web) {
        return "web-" + web.replace('.', '-');
    }

    private static String servers(List<String> webs, Shares shares) {
        return webs.stream()
                .map(web -> "    server " + server(web) + " " + web + ":" + NginxText.PORT + shares.haproxy(web) + "\n")
                .collect(Collectors.joining());
    }
}
