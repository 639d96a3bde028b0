package brume.driver.incus;

import java.time.Duration;
import java.util.Map;

/**
 * One request.
 *
 * @param target path with query, percent-encoded
 * @param deadline from the start of the call to the last byte of the reply
 */
record HttpCall(String method, String target, Map<String, String> headers, HttpBody body, Duration deadline, ReplyLimit limit) {
    HttpCall {
        headers = Map.copyOf(headers);
    }

    /** Whether it changes nothing, so that a lost reply leaves nothing in doubt and a repeat is harmless. */
    boolean safe() {
        return method.equals("GET");
    }

    /** For facts: the query is left out, it repeats the project. */
    String what() {
        int query = target.indexOf('?');
        return method + " " + (query < 0 ? target : target.substring(0, query));
    }
}
