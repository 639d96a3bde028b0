package brume.director.log;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Puts a word in the place of secrets, as they are and as URLs have them. Pure. */
record Masks(List<String> values) {
    static final String WORD = "[secret]";

    /** What is shorter would tear ordinary words apart, and no secret that is made is so short. */
    private static final int CHARS_MIN = 6;

    private static final Comparator<String> LONGEST_FIRST = Comparator.comparingInt(text -> -text.length());

    Masks {
        values = List.copyOf(values);
    }

    static Masks of(Collection<String> secrets) {
        return new Masks(secrets.stream()
                .filter(secret -> secret.length() >= CHARS_MIN)
                .flatMap(secret -> Stream.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                .distinct()
                .sorted(LONGEST_FIRST)
                .toList());
    }

    String mask(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, WORD);
        }
        return masked;
    }
}
