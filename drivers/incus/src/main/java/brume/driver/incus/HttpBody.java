package brume.driver.incus;

import java.util.List;

/** A request body of known length: the pieces, one after the other. No piece means no body. */
record HttpBody(String contentType, List<HttpPart> parts) {
    static final HttpBody NONE = new HttpBody("", List.of());

    HttpBody {
        parts = List.copyOf(parts);
    }

    static HttpBody of(String contentType, byte[] bytes) {
        return new HttpBody(contentType, List.of(new HttpPart.Memory(bytes)));
    }

    boolean present() {
        return !parts.isEmpty();
    }

    long length() {
        return parts.stream().mapToLong(HttpPart::length).sum();
    }
}
