package brume.service.mysql;

import java.io.IOException;
import java.util.Optional;

/** JSON text of the records that the two halves exchange. Component order and sorted keys: the same orders always give the same text. */
public final class Json {
    private Json() {}

    public static String write(Object record) {
        return brume.json.Json.write(record);
    }

    /** Empty when the text is not such a record. The cause is not told, because it would quote a text that may hold secrets. */
    public static <T> Optional<T> read(String text, Class<T> type) {
        try {
            return Optional.of(brume.json.Json.read(text, type));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
