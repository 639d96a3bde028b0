package brume.agent.fake;

import brume.core.agent.Errand;
import brume.core.agent.Errands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The errands of a {@link FakeDirector}, which holds its lock while it calls. */
final class FakeErrands {
    private final List<Errand> waiting = new ArrayList<>();
    private final List<ErrandNews> news = new ArrayList<>();

    void ask(Errand errand) {
        waiting.add(errand);
    }

    boolean some() {
        return !waiting.isEmpty();
    }

    Errands take() {
        Errands all = new Errands(waiting);
        waiting.clear();
        return all;
    }

    /** Takes note of a request about an errand; other requests mean nothing here. */
    void came(String path, Body body) {
        if (path.startsWith("/agent/v1/errands/")) {
            news.add(new ErrandNews(path, body.text(), body.whole()));
        }
    }

    List<ErrandNews> news() {
        return news;
    }

    /** Parameters of a poll; a flag counts as 1. */
    static Map<String, Long> asked(String query) {
        Map<String, Long> asked = new HashMap<>();
        for (String part : query.split("&", -1)) {
            String value = part.substring(part.indexOf('=') + 1);
            asked.put(part.substring(0, part.indexOf('=')), value.equals("true") ? 1 : Long.parseLong(value));
        }
        return asked;
    }

    /** SHA-256, lower-case hexadecimal. */
    static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A body as far as it came. */
    record Body(String text, boolean whole) {
        static Body of(InputStream from) {
            ByteArrayOutputStream to = new ByteArrayOutputStream();
            try {
                from.transferTo(to);
                return new Body(to.toString(StandardCharsets.UTF_8), true);
            } catch (IOException e) {
                return new Body(to.toString(StandardCharsets.UTF_8), false);
            }
        }
    }
}
