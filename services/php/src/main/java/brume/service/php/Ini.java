package brume.service.php;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The seven PHP settings that users may change, with the names and defaults that ConPaaS gave them. What each means: PHP manual, "List of php.ini directives".
 */
enum Ini {
    MAX_EXECUTION_TIME("30", "a number of seconds from 0 to 3600", "\\d{1,4}") {
        @Override
        boolean inRange(String value) {
            return Integer.parseInt(value) <= 3600;
        }
    },
    MEMORY_LIMIT("128M", "a size from 8M to 16G, such as 128M", Ini.SIZE) {
        @Override
        boolean inRange(String value) {
            long bytes = bytes(value);
            return bytes >= 8L << 20 && bytes <= Ini.LARGEST;
        }
    },
    LOG_ERRORS("Off", "On or Off", Ini.FLAG),
    DISPLAY_ERRORS("Off", "On or Off", Ini.FLAG),
    UPLOAD_MAX_FILESIZE("2M", "a size of at most 16G, such as 2M", Ini.SIZE) {
        @Override
        boolean inRange(String value) {
            return bytes(value) <= Ini.LARGEST;
        }
    },
    POST_MAX_SIZE("8M", "a size of at most 16G, such as 8M; 0 is unlimited", Ini.SIZE) {
        @Override
        boolean inRange(String value) {
            return bytes(value) <= Ini.LARGEST;
        }
    },
    DISABLE_FUNCTIONS(
            "pcntl_alarm,pcntl_fork,pcntl_waitpid,pcntl_wait,pcntl_wifexited,pcntl_wifstopped,pcntl_wifsignaled,pcntl_wifcontinued,pcntl_wexitstatus,"
                    + "pcntl_wtermsig,pcntl_wstopsig,pcntl_signal,pcntl_signal_get_handler,pcntl_signal_dispatch,pcntl_get_last_error,pcntl_strerror,"
                    + "pcntl_sigprocmask,pcntl_sigwaitinfo,pcntl_sigtimedwait,pcntl_exec,pcntl_getpriority,pcntl_setpriority,pcntl_async_signals",
            "names of functions, separated by commas",
            "[A-Za-z0-9_, ]{0,4000}");

    private static final String SIZE = "\\d{1,11}[KkMmGg]?";
    private static final String FLAG = "On|Off";
    private static final long LARGEST = 16L << 30;

    private final String initial;
    private final String shape;
    private final Pattern pattern;

    Ini(String initial, String shape, String pattern) {
        this.initial = initial;
        this.shape = shape;
        this.pattern = Pattern.compile(pattern);
    }

    /** As php.ini names it. */
    String directive() {
        return name().toLowerCase(Locale.ROOT);
    }

    String initial() {
        return initial;
    }

    /** What a value looks like, for people. */
    String shape() {
        return shape;
    }

    boolean accepts(String value) {
        return pattern.matcher(value).matches() && inRange(value);
    }

    boolean inRange(String value) {
        return !value.isEmpty() || this == DISABLE_FUNCTIONS;
    }

    static Optional<Ini> named(String directive) {
        for (Ini ini : values()) {
            if (ini.directive().equals(directive)) {
                return Optional.of(ini);
            }
        }
        return Optional.empty();
    }

    /** PHP's shorthand notation: K, M and G are powers of 1024. */
    static long bytes(String value) {
        char unit = Character.toUpperCase(value.charAt(value.length() - 1));
        int shift =
                switch (unit) {
                    case 'K' -> 10;
                    case 'M' -> 20;
                    case 'G' -> 30;
                    default -> 0;
                };
        String digits = shift == 0 ? value : value.substring(0, value.length() - 1);
        long count = Long.parseLong(digits);
        return count > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : count << shift;
    }
}
