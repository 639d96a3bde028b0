package brume.director.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.service.ServiceType;
import brume.service.mysql.MysqlService;
import brume.service.php.PhpService;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ManifestParserTest {
    private static final Map<String, ServiceType> TYPES = Map.of("php", new PhpService(), "mysql", new MysqlService());
    private static final Catalog CATALOG = new Catalog(TYPES, Set.of("nutshell", "paris"));

    @Test
    void sudokuOfTheManual_isRead() {
        Manifest manifest = good("""
                {
                 "Application" : "Sudoku example",

                 "Services" : [
                  {
                   "ServiceName" : "PHP sudoku backend",
                   "Type" : "php",
                   "Start" : 0,
                   "Archive" : "http://www.conpaas.eu/wp-content/uploads/2011/09/sudoku.tar.gz"
                  }
                 ]
                }
                """);

        assertThat(manifest.application()).contains("Sudoku example");
        assertThat(manifest.services()).singleElement().satisfies(s -> {
            assertThat(s.start()).contains(false);
            assertThat(s.archive()).containsInstanceOf(Source.Url.class);
        });
    }

    @Test
    void fullSpecificationOfTheManual_isRefusedWithItsTwoPlaces() throws IOException {
        String text = resource("full-specification.json");

        List<Problem> problems = bad(text);

        assertThat(problems).filteredOn(p -> p.code().endsWith("-comma")).extracting(ManifestParserTest::at).containsExactly("missing-comma 3:30", "extra-comma 61:4");
        assertThat(problems).filteredOn(p -> p.code().equals("unknown-type")).as("mistakes beyond the syntax are reported with it").isNotEmpty();
    }

    @Test
    void everyMistake_isReportedAtItsPlace() {
        List<Problem> problems = bad("""
                {
                  "Application": "a/b",
                  "Surprise": 1,
                  "Services": [
                    { "Type": "php", "Start": 2, "Archive": "../etc/passwd", "Dump": "x.sql",
                      "StartupInstances": { "backend": "zero", "proxi": 1 } },
                    { "Type": "mysql", "Password": "short", "Cloud": "atlantis", "archive": "x" },
                    { "ServiceName": "nameless" },
                    7
                  ]
                }
                """);

        assertThat(problems).extracting(ManifestParserTest::at).containsExactly(
                "bad-name 2:18", "unknown-field 3:15", "not-a-flag 5:31", "bad-path 5:45", "unknown-field 5:70", "not-a-count 6:40", "unknown-field 6:57",
                "bad-password 7:36", "unknown-site 7:54", "unknown-field 7:77", "missing-field 8:5", "not-a-service 9:5");
    }

    @Test
    void duplicateField_isRefused_notSilentlyWon() {
        assertThat(bad("{\"Application\": \"a\", \"Application\": \"b\", \"Services\": []}")).extracting(Problem::code).contains("duplicate-field");
    }

    @Test
    void yamlSaysTheSameAsJson() {
        Manifest json = good("{\"Application\": \"A\", \"Services\": [{\"Type\": \"mysql\", \"Start\": 1, \"StartupInstances\": {\"mysql\": \"3\"}}]}");
        Manifest yaml = good("""
                # comments are welcome
                Application: A
                Services:
                  - Type: mysql
                    Start: 1
                    StartupInstances: {mysql: 3}
                """);

        assertThat(yaml.services().getFirst().counts()).isEqualTo(json.services().getFirst().counts()).isEqualTo(Map.of("mysql", 3));
        assertThat(yaml.services().getFirst().start()).contains(true);
    }

    @Test
    void yamlMistakes_haveLineAndColumn() {
        assertThat(bad("Application: A\nServices:\n  - Type: ph\n")).extracting(ManifestParserTest::at).containsExactly("unknown-type 3:11");
        assertThat(bad("Application: [A\nServices: {}\n")).singleElement().satisfies(p -> assertThat(p.place().orElseThrow().line()).isPositive());
    }

    @Test
    void countBelowTheMinimum_isTheTypesOwnMistake_atTheCount() {
        assertThat(bad("{\"Services\": [\n {\"Type\": \"php\", \"StartupInstances\": {\"backend\": 0}}]}"))
                .singleElement()
                .satisfies(p -> assertThat(p.place().orElseThrow().line()).isEqualTo(2))
                .satisfies(p -> assertThat(p.place().orElseThrow().pointer()).endsWith("/StartupInstances/backend"));
    }

    @Test
    void emptyServiceList_isGood() {
        assertThat(good("{\"Application\": \"Empty\", \"Services\": []}").services()).isEmpty();
    }

    @Test
    void hostileNesting_isRefused() {
        assertThat(bad("{\"Services\": " + "[".repeat(5000))).isNotEmpty();
    }

    private static Manifest good(String text) {
        Parsed parsed = ManifestParser.parse(text, "m", DocumentFormat.guess(text), CATALOG);
        assertThat(parsed).isInstanceOf(Parsed.Good.class);
        return ((Parsed.Good) parsed).manifest();
    }

    private static List<Problem> bad(String text) {
        Parsed parsed = ManifestParser.parse(text, "m", DocumentFormat.guess(text), CATALOG);
        assertThat(parsed).isInstanceOf(Parsed.Bad.class);
        return ((Parsed.Bad) parsed).problems();
    }

    private static String at(Problem problem) {
        Place place = problem.place().orElseThrow();
        return problem.code() + " " + place.line() + ":" + place.column();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ManifestParserTest.class.getResourceAsStream(name)) {
            return new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
