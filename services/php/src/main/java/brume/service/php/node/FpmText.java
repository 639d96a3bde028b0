package brume.service.php.node;

import brume.service.php.BackendSettings;
import brume.service.web.node.CodeStore;
import brume.service.web.node.Paths;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes the files of php-fpm. Directives: PHP manual, "FPM configuration". */
final class FpmText {
    static final Paths PATHS = new Paths("php");
    static final Path SESSIONS = Path.of("/var/lib/brume-php-sessions");
    static final int PORT = 9000;
    static final String SOCKET = "brume-php-fpm.socket";
    private static final int PROCESSES_MAX = 5; // ConPaaS's numbers, this and the next
    private static final int REQUESTS_MAX = 300;
    /** Time for a process to notice that its request was ended. */
    private static final int END_SECONDS = 5;

    private static final int LOCK_WAIT_MICROS = 10_000;

    private FpmText() {}

    static String unit(int instance) {
        return "brume-php-fpm@" + instance + ".service";
    }

    /** Holds the port open whatever instance serves it; the service it names does nothing, so that the socket itself starts none. */
    static String socketUnit(String address) {
        return """
                [Unit]
                Description=Port of php-fpm

                [Socket]
                ListenStream=%s:%d
                Backlog=1024
                FreeBind=true
                Service=brume-php-listen.service
                """
                .formatted(address, PORT);
    }

    static String listenUnit() {
        return """
                [Unit]
                Description=Keeps the port of php-fpm

                [Service]
                Type=oneshot
                RemainAfterExit=yes
                ExecStart=/bin/true
                """;
    }

    /** php-fpm takes over open sockets that {@code FPM_SOCKETS} names, as it does from itself when it reloads; systemd gives the first one the number 3. */
    static String serviceUnit(String program, String address, int stopSeconds) {
        return """
                [Unit]
                Description=php-fpm, configuration %%i
                Requires=%s
                After=%s

                [Service]
                Type=notify
                Sockets=%s
                EnvironmentFile=%s/fpm-%%i.env
                Environment=FPM_SOCKETS=%s:%d=3
                ExecStart=%s --nodaemonize --fpm-config %s/fpm-%%i.conf
                KillMode=mixed
                KillSignal=SIGQUIT
                TimeoutStopSec=%d
                Restart=on-failure
                RestartSec=200ms
                """
                .formatted(SOCKET, SOCKET, SOCKET, PATHS.config(), address, PORT, program, PATHS.config(), stopSeconds);
    }

    static int stopSeconds(BackendSettings settings) {
        return settings.requestSeconds() + 2 * END_SECONDS;
    }

    static String config(int instance, String address, List<String> clients, BackendSettings settings) {
        StringBuilder out = new StringBuilder();
        out.append("""
                [global]
                pid = %s/fpm-%d.pid
                error_log = syslog
                syslog.ident = brume-php-fpm
                daemonize = no
                process_control_timeout = %ds

                [app]
                user = %s
                group = %s
                listen = %s:%d
                listen.allowed_clients = %s
                pm = dynamic
                pm.max_children = %d
                pm.start_servers = 1
                pm.min_spare_servers = 1
                pm.max_spare_servers = 3
                pm.max_requests = %d
                request_terminate_timeout = %ds
                catch_workers_output = yes
                decorate_workers_output = no
                security.limit_extensions = .php
                clear_env = yes
                """
                .formatted(
                        PATHS.run(),
                        instance,
                        settings.requestSeconds() + END_SECONDS,
                        CodeStore.USER,
                        CodeStore.USER,
                        address,
                        PORT,
                        clients.isEmpty() ? "127.0.0.1" : String.join(",", clients), // an empty list would mean everybody
                        PROCESSES_MAX,
                        REQUESTS_MAX,
                        settings.requestSeconds()));
        if (!settings.environment().containsKey("PATH")) {
            out.append("env[PATH] = /usr/local/bin:/usr/bin:/bin\n");
        }
        for (String name : new TreeMap<>(settings.environment()).keySet()) {
            out.append("env[").append(name).append("] = $").append(inEnvironment(name)).append('\n');
        }
        out.append("""
                php_admin_flag[allow_url_fopen] = off
                php_admin_flag[allow_url_include] = off
                php_admin_flag[enable_dl] = off
                php_value[error_log] = syslog
                php_value[syslog.ident] = php
                """);
        out.append(sessions(settings));
        for (Map.Entry<String, String> ini : new TreeMap<>(settings.ini()).entrySet()) {
            out.append(ini(ini.getKey(), ini.getValue()));
        }
        return out.toString();
    }

    /**
     * The application may choose otherwise. A request that cannot have its session's lock in its own time fails alone; without locks, requests of one visitor would undo each other's
     * changes (phpredis, "Session locking").
     */
    private static String sessions(BackendSettings settings) {
        if (!settings.sessions().shared()) {
            return """
                    php_value[session.save_path] = %s
                    php_value[session.gc_probability] = 1
                    """
                    .formatted(SESSIONS);
        }
        return """
                php_value[session.save_handler] = redis
                php_value[session.save_path] = "unix://%1$s?auth=%2$s&timeout=%3$d&read_timeout=%3$d"
                php_value[redis.session.locking_enabled] = 1
                php_value[redis.session.lock_expire] = %3$d
                php_value[redis.session.lock_wait_time] = %4$d
                php_value[redis.session.lock_retries] = %5$d
                """
                .formatted(
                        SessionLink.SOCKET,
                        settings.sessions().password(),
                        settings.requestSeconds(),
                        LOCK_WAIT_MICROS,
                        settings.requestSeconds() * (1_000_000 / LOCK_WAIT_MICROS));
    }

    private static String ini(String name, String value) {
        boolean flag = value.equals("On") || value.equals("Off");
        return flag ? "php_admin_flag[" + name + "] = " + value.toLowerCase(Locale.ROOT) + "\n" : "php_admin_value[" + name + "] = \"" + value + "\"\n";
    }

    /** Values go by systemd's environment file, in which every character can be written: in php-fpm's own, values with {@code $} and quotes mean other things. */
    static String environment(BackendSettings settings) {
        StringBuilder out = new StringBuilder();
        new TreeMap<>(settings.environment()).forEach((name, value) -> {
            String quoted = value.replaceAll("([\"\\\\`$])", "\\\\$1"); // systemd.exec(5), EnvironmentFile
            out.append(inEnvironment(name)).append("=\"").append(quoted).append("\"\n");
        });
        return out.toString();
    }

    private static String inEnvironment(String name) {
        return "E_" + name;
    }
}
