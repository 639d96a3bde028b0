package brume.service.web;

import java.io.IOException;

/** Text form of records: the roles' settings, and what the node half remembers. Same record, same text: map entries are written in the order of their keys. */
public final class Json {
    /** Stands for the node's own address in lists of addresses, so that a node can be planned before it has one. */
    public static final String SELF = "self";

    private Json() {}

    public static String write(Object settings) {
        return brume.json.Json.write(settings);
    }

    /** Reads settings that the plan half wrote; {@link IllegalArgumentException} when they are not of that shape. */
    public static <T> T read(String text, Class<T> type) {
        try {
            return brume.json.Json.read(text, type);
        } catch (IOException e) {
            throw new IllegalArgumentException("not the settings of a role: " + type.getSimpleName(), e);
        }
    }
}
