package brume.driver.incus;

import java.util.Map;
import java.util.Optional;

/** @param headers by lower-case name; of a repeated header the first */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
record HttpReply(int status, Map<String, String> headers, byte[] body) {
    HttpReply {
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }
}
