package brume.service.java.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebXmlTest {
    private static final int SEEDS = 2_000;

    @Test
    void everyUrlPattern_decides_whateverItBelongsTo() {
        Routes routes = WebXml.routes("""
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE web-app PUBLIC "-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN" "http://localhost:1/web-app_2_3.dtd">
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee">
                  <servlet-mapping><servlet-name>a</servlet-name><url-pattern> /exact </url-pattern><url-pattern>/api/*</url-pattern></servlet-mapping>
                  <filter-mapping><filter-name>f</filter-name><url-pattern>*.do</url-pattern></filter-mapping>
                  <security-constraint><web-resource-collection><url-pattern>/secret<!-- really -->/*</url-pattern></web-resource-collection></security-constraint>
                  <jsp-config><jsp-property-group><url-pattern><![CDATA[*.html]]></url-pattern></jsp-property-group></jsp-config>
                </web-app>""");

        assertThat(routes.all()).isFalse();
        assertThat(routes.exact()).containsExactly("/exact");
        assertThat(routes.prefixes()).containsExactly("/api", "/secret");
        assertThat(routes.extensions()).containsExactly("do", "html", "jsp", "jspx");
    }

    @Test
    void theEmptyPattern_isTheRoot() {
        assertThat(WebXml.routes("<web-app><servlet-mapping><url-pattern/></servlet-mapping></web-app>").exact()).containsExactly("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<web-app><servlet-mapping><url-pattern>/*</url-pattern></servlet-mapping></web-app>",
                "<web-app><servlet-mapping><url-pattern>/</url-pattern></servlet-mapping></web-app>",
                "<web-app><filter-mapping><filter-name>f</filter-name><servlet-name>*</servlet-name></filter-mapping></web-app>",
                "<web-app><servlet-mapping><url-pattern>/a\"; return 200; #</url-pattern></servlet-mapping></web-app>",
                "<web-app><servlet-mapping><url-pattern>/a/*/b</url-pattern></servlet-mapping></web-app>",
                "<web-app><servlet-mapping><url-pattern>/%61</url-pattern></servlet-mapping></web-app>",
                "<web-app><servlet-mapping><url-pattern>*.d o</url-pattern></servlet-mapping></web-app>",
                "<web-app><servlet-mapping><url-pattern>*.</url-pattern></servlet-mapping></web-app>",
                "<web-app><servlet-mapping><url-pattern>relative</url-pattern></servlet-mapping></web-app>",
                "<web-app><servlet-mapping>",
                "not xml",
                "",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><web-app><url-pattern>&e;</url-pattern></web-app>",
                "<!DOCTYPE x [<!ENTITY e \"/*\">]><web-app><url-pattern>&e;</url-pattern></web-app>"
            })
    void whatMeansEverything_orIsNotUnderstood_goesToTheBackends(String text) {
        assertThat(WebXml.routes(text).all()).isTrue();
    }

    @Test
    void tooMuch_meansEverything() {
        String many = "<url-pattern>/a</url-pattern>".repeat(3_000);
        assertThat(WebXml.routes("<web-app>" + many + "</web-app>").all()).isTrue();
        assertThat(WebXml.routes("<web-app>" + " ".repeat(3 << 20) + "</web-app>").all()).isTrue();
    }

    /** A path that some pattern matches by the words of the specification is never served as a file. */
    @Test
    void noMatchingPath_isServedAsAFile() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            List<String> patterns = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                patterns.add(pattern(random));
            }
            Routes routes = WebXml.routes(patterns.stream()
                    .map(p -> "<servlet-mapping><url-pattern>" + p + "</url-pattern></servlet-mapping>")
                    .collect(Collectors.joining("", "<web-app>", "</web-app>")));
            for (int i = 0; i < 20; i++) {
                String path = path(random);
                boolean matched = patterns.stream().anyMatch(p -> matches(p, path)) || path.matches(".*\\.jspx?");
                assertThat(routes.claim(path)).as("seed %d: %s of %s", seed, path, patterns).isEqualTo(matched || routes.all());
            }
        }
    }

    @Test
    void garbage_isNeverAnError() {
        String text = "<web-app><servlet-mapping><url-pattern>/a/*</url-pattern></servlet-mapping><!-- c --><![CDATA[x]]></web-app>";
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            StringBuilder damaged = new StringBuilder(text);
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                damaged.setCharAt(random.nextInt(damaged.length()), (char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
            }
            Routes routes = WebXml.routes(damaged.toString());
            assertThat(routes.all() || !routes.extensions().isEmpty()).isTrue();
        }
    }

    /** Jakarta Servlet 6.0, section 12.2. */
    private static boolean matches(String pattern, String path) {
        if (pattern.equals("/")) {
            return true;
        }
        if (pattern.endsWith("/*")) {
            String prefix = pattern.substring(0, pattern.length() - 2);
            return path.equals(prefix) || path.startsWith(prefix + "/");
        }
        return pattern.startsWith("*.") ? path.endsWith(pattern.substring(1)) : path.equals(pattern.isEmpty() ? "/" : pattern);
    }

    private static String pattern(RandomGenerator random) {
        return switch (random.nextInt(7)) {
            case 0 -> "*." + word(random);
            case 1, 2 -> path(random) + "/*";
            case 3 -> random.nextInt(10) == 0 ? "/" : "";
            default -> path(random);
        };
    }

    private static String path(RandomGenerator random) {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            out.append('/').append(word(random));
        }
        return random.nextInt(4) == 0 ? out.append('.').append(word(random)).toString() : out.toString();
    }

    private static String word(RandomGenerator random) {
        return List.of("a", "b", "ab", "do", "x-1", "jsp").get(random.nextInt(6));
    }
}
