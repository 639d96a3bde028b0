package brume.service.java.node;

import brume.service.java.TomcatSettings;
import brume.service.web.node.CodeStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes Tomcat's files. Elements: Apache Tomcat 10.1 configuration reference. */
final class TomcatText {
    /** Time for a Tomcat to end after its last request. */
    private static final int END_SECONDS = 20;

    private TomcatText() {}

    static String unit(int requestSeconds) {
        return """
                [Unit]
                Description=Tomcat %%i of the java service

                [Service]
                User=%1$s
                Group=%1$s
                UMask=0027
                EnvironmentFile=%2$s/tomcat-%%i.env
                Environment=JRE_HOME=/usr
                WorkingDirectory=/var/lib/brume-java/tomcat-%%i
                ExecStart=%3$s/bin/catalina.sh run
                ExecStop=/bin/sh %4$s 910%%i %5$d
                KillMode=mixed
                SuccessExitStatus=143
                TimeoutStopSec=%6$d
                LimitNOFILE=65536
                Restart=on-failure
                RestartSec=200ms
                """
                .formatted(
                        CodeStore.USER, JavaSite.PATHS.config(), Layout.HOME, Layout.DRAIN, requestSeconds, requestSeconds + END_SECONDS);
    }

    /** Lets the front's older workers hand over what they have accepted, then waits until no connection is open. */
    static String drain() {
        return """
                #!/bin/sh
                # drain.sh PORT SECONDS: returns when the port has no open connection, or after so many seconds
                sleep 2
                i=0
                while [ "$i" -lt "$2" ] && [ -n "$(ss -Htn state established "( sport = :$1 )")" ]; do
                  sleep 1
                  i=$((i + 1))
                done
                """;
    }

    /** The application's variables first: what is ours has the last word. Quoting: systemd.exec(5), EnvironmentFile. */
    static String environment(int slot, TomcatSettings settings) {
        StringBuilder out = new StringBuilder();
        new TreeMap<>(settings.environment()).forEach((name, value) -> out.append(name)
                .append("=\"")
                .append(value.replaceAll("([\"\\\\`$])", "\\\\$1"))
                .append("\"\n"));
        out.append("""
                CATALINA_HOME=%s
                CATALINA_BASE=%s
                CATALINA_OPTS="-Xmx%s -XX:+ExitOnOutOfMemoryError -Djava.awt.headless=true -Djava.security.egd=file:/dev/urandom"
                """
                .formatted(Layout.HOME, Layout.base(slot), settings.heapMax().toLowerCase(Locale.ROOT)));
        return out.toString();
    }

    /** Everything to the journal, which is bounded. */
    static String logging() {
        return """
                handlers = java.util.logging.ConsoleHandler
                .handlers = java.util.logging.ConsoleHandler
                .level = INFO
                java.util.logging.ConsoleHandler.level = INFO
                java.util.logging.ConsoleHandler.formatter = org.apache.juli.OneLineFormatter
                org.apache.catalina.ha.level = WARNING
                org.apache.catalina.tribes.level = WARNING
                """;
    }

    /**
     * @param peers addresses of all backends, this one's own among them
     */
    static String server(int slot, String version, String address, List<String> peers, TomcatSettings settings) {
        Path root = JavaSite.PATHS.code().resolve(version).resolve("www");
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <Server port="-1">
                  <Service name="brume">
                    <Connector protocol="HTTP/1.1" address="127.0.0.1" port="%1$d" connectionTimeout="20000" maxThreads="100" acceptCount="1000"
                               maxPostSize="-1" maxSwallowSize="-1"/>
                    <Engine name="brume" defaultHost="app">
                %2$s
                      <Valve className="org.apache.catalina.valves.RemoteIpValve" remoteIpHeader="X-Forwarded-For"/>
                      <Host name="app" appBase="%3$s/none" deployOnStartup="false" autoDeploy="false" unpackWARs="false">
                        <Valve className="org.apache.catalina.valves.HealthCheckValve" path="/.brume/health"/>
                        <Valve className="org.apache.catalina.valves.ErrorReportValve" showReport="false" showServerInfo="false"/>
                        <Context path="" docBase="%4$s" defaultWebXml="%5$s/etc/web.xml" reloadable="false">
                          <Manager className="org.apache.catalina.ha.session.DeltaManager" notifyListenersOnReplication="true" stateTransferTimeout="30"/>
                        </Context>
                      </Host>
                    </Engine>
                  </Service>
                </Server>
                """
                .formatted(Layout.port(slot), cluster(slot, address, peers, settings), Layout.base(slot), root, Layout.HOME);
    }

    /**
     * Send option 6: acknowledged, and only after the other has taken it in (Channel.SEND_OPTIONS_SYNCHRONIZED_ACK and USE_ACK). The encryption stands before the detector of failures, as
     * it must, and its mode is one that authenticates.
     */
    private static String cluster(int slot, String address, List<String> peers, TomcatSettings settings) {
        return """
                      <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="6">
                        <Channel className="org.apache.catalina.tribes.group.GroupChannel" heartbeat="true" heartbeatSleeptime="1000">
                          <Membership className="org.apache.catalina.tribes.membership.StaticMembershipService" useThread="true" pingInterval="1000"
                                      connectTimeout="150" rpcTimeout="2000" expirationTime="6000">
                            <LocalMember className="org.apache.catalina.tribes.membership.StaticMember" uniqueId="%1$s"/>
                %2$s          </Membership>
                          <Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver" address="%3$s" port="%4$d" autoBind="1" maxThreads="6"/>
                          <Sender className="org.apache.catalina.tribes.transport.ReplicationTransmitter">
                            <Transport className="org.apache.catalina.tribes.transport.nio.PooledParallelSender" timeout="1500"/>
                          </Sender>
                          <Interceptor className="org.apache.catalina.tribes.group.interceptors.EncryptInterceptor"
                                       encryptionAlgorithm="AES/GCM/NoPadding" encryptionKey="%5$s"/>
                          <Interceptor className="org.apache.catalina.tribes.group.interceptors.TcpFailureDetector" connectTimeout="500"/>
                        </Channel>
                        <Valve className="org.apache.catalina.ha.tcp.ReplicationValve" filter=""/>
                        <ClusterListener className="org.apache.catalina.ha.session.ClusterSessionListener"/>
                      </Cluster>"""
                .formatted(uniqueId(address, slot), members(slot, address, peers), address, Layout.clusterPort(slot), key(settings.sessionKey()));
    }

    private static String members(int slot, String address, List<String> peers) {
        StringBuilder out = new StringBuilder();
        for (String peer : peers) {
            for (int each = 1; each <= Layout.SLOTS; each++) {
                if (each != slot || !peer.equals(address)) {
                    out.append("            <Member className=\"org.apache.catalina.tribes.membership.StaticMember\" host=\"")
                            .append(peer)
                            .append("\" port=\"")
                            .append(Layout.clusterPort(each))
                            .append("\" uniqueId=\"")
                            .append(uniqueId(peer, each))
                            .append("\"/>\n");
                }
            }
        }
        return out.toString();
    }

    /** Sixteen signed bytes: the address and the slot, filled up. */
    private static String uniqueId(String address, int slot) {
        String octets = Stream.of(address.split("\\.", -1)).map(octet -> Byte.toString((byte) Integer.parseInt(octet))).collect(Collectors.joining(","));
        return "{" + octets + "," + slot + ",0".repeat(11) + "}";
    }

    /** 256 bits from the service's secret. */
    private static String key(String secret) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this runtime has no SHA-256", e);
        }
    }
}
