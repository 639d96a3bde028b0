package brume.service.mysql.node;

import brume.service.mysql.GlbOrders;

/** Texts of the files of a load balancer. Pure. */
final class GlbConfig {
    static final String FOLDER = "/etc/brume/glb";
    static final String UNIT = "brume-glb.service";
    static final String ADMIN_SOCKET = "/run/brume-glb/admin.sock";
    static final String STATE_FILE = "/run/brume-glb/state";
    static final String PROXY = "mysql";

    private GlbConfig() {}

    /**
     * One server at a time takes the connections: the first that works. When the first comes back, the sessions on the others are ended, so that there is one writer again.
     *
     * @param address own address
     */
    static String haproxy(GlbOrders orders, String address) {
        StringBuilder text = new StringBuilder(
                """
                # Written by the Brume agent; changes are overwritten.
                global
                    user haproxy
                    group haproxy
                    maxconn 4000
                    stats socket %1$s mode 600 level admin expose-fd listeners
                    server-state-file %2$s
                    # an old process gives way to the new configuration within this time
                    hard-stop-after 60s

                defaults
                    mode tcp
                    load-server-state-from-file global
                    timeout connect 1s
                    # MariaDB's own wait_timeout
                    timeout client 8h
                    timeout server 8h
                    timeout check 2s
                    # A connection that is tried again while its server is marked down hangs (seen with HAProxy 3.0), so it fails at once and the application tries again.
                    retries 0
                    option clitcpka
                    option srvtcpka

                listen %3$s
                    bind %4$s:%5$d
                    option httpchk GET /
                    http-check expect status 200
                    default-server check port %6$d inter 1s fastinter 300ms downinter 1s fall 2 rise 2 observe layer4 error-limit 2 on-error mark-down on-marked-down shutdown-sessions
                """
                        .formatted(ADMIN_SOCKET, STATE_FILE, PROXY, address, Layout.PORT, Layout.HEALTH_PORT));
        if (orders.all()) {
            text.append("    balance leastconn\n");
        }
        boolean first = true;
        for (GlbOrders.Server server : orders.servers()) {
            text.append("    server ").append(server.name()).append(' ').append(server.address()).append(':').append(Layout.PORT);
            text.append(orders.all() ? "\n" : first ? " on-marked-up shutdown-backup-sessions\n" : " backup\n");
            first = false;
        }
        return text.toString();
    }

    static String unit() {
        return """
                [Unit]
                Description=Load balancer of the mysql service
                After=network.target

                [Service]
                Type=notify
                RuntimeDirectory=brume-glb
                RuntimeDirectoryMode=0750
                ExecStartPre=/usr/sbin/haproxy -c -q -f /etc/brume/glb/haproxy.cfg
                ExecStart=/usr/sbin/haproxy -Ws -f /etc/brume/glb/haproxy.cfg -p /run/brume-glb/haproxy.pid
                ExecReload=/usr/sbin/haproxy -c -q -f /etc/brume/glb/haproxy.cfg
                ExecReload=/bin/kill -USR2 $MAINPID
                KillMode=mixed
                Restart=always
                RestartSec=1
                LimitNOFILE=16384
                """;
    }
}
