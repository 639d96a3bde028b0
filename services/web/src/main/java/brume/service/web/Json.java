package brume.service.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Text form of records: the roles' settings, and what the node half remembers. Same record, same text: map entries are written in the order of their keys. */
public final class Json {
    /** Stands for the node's own address in lists of addresses, so that a node can be planned before it has one. */
    public static final String SELF = "self";

    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    public static String write(Object settings) {
        try {
            return MAPPER.writeValueAsString(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("settings records are plain data", e);
        }
    }

    /** Reads settings that the plan half wrote; {@link IllegalArgumentException} when they are not of that shape. */
    public static <T> T read(String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            // the parser's own message may quote the text, and with it secrets
            throw new IllegalArgumentException("not the settings of a role: " + type.getSimpleName());
        }
    }
}
