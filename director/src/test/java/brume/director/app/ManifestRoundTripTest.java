package brume.director.app;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.problem.Problem;
import brume.director.manifest.Catalog;
import brume.director.manifest.DocumentFormat;
import brume.director.manifest.Manifest;
import brume.director.manifest.ManifestParser;
import brume.director.manifest.Parsed;
import brume.director.manifest.Source;
import brume.director.revision.Content;
import brume.director.revision.Design;
import brume.director.revision.DesignText;
import brume.director.revision.Wild;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is exported and read again is the same design, and its export the same bytes; for random designs, as JSON and as YAML. */
final class ManifestRoundTripTest {
    private static final int SEEDS = 1000;
    private static final List<String> SITES = List.of("here", "there");

    private static Manifest parse(String text, DocumentFormat format) {
        return switch (ManifestParser.parse(text, "exported", format, new Catalog(LenientType.ALL.all(), Set.copyOf(SITES)))) {
            case Parsed.Good(Manifest manifest) -> manifest;
            case Parsed.Bad(List<Problem> problems) -> throw new AssertionError(problems + "\n" + text);
        };
    }

    private static Design deployed(String text, DocumentFormat format, Map<String, Content> files) {
        Manifest manifest = parse(text.replace(DesignText.GIVE_ANEW, "given-anew-by-the-user"), format);
        Map<Source, Content> contents = new HashMap<>();
        manifest.sources().forEach(source -> contents.put(source, switch (source) {
            case Source.Kept(Content content, var place) -> content;
            case Source.LocalFile file -> files.get(file.path());
            case Source.Url url -> throw new AssertionError(url);
        }));
        return Drafts.of(manifest, contents, Design.nothing("none"), new Drafts.Defaults(LenientType.ALL, "here")).design();
    }

    private static Stream<Design> designs() {
        return Stream.iterate(1L, seed -> seed + 1).limit(SEEDS).map(seed -> new Wild(RandomGeneratorFactory.of("L64X128MixRandom").create(seed)).design(SITES));
    }

    @Test
    void json_comesBackByteForByte() {
        designs().forEach(design -> {
            String text = DesignText.json(design);
            Design again = deployed(text, DocumentFormat.JSON, Map.of());
            assertThat(again).isEqualTo(design);
            assertThat(DesignText.json(again)).isEqualTo(text);
        });
    }

    @Test
    void yaml_comesBackByteForByte() {
        designs().forEach(design -> {
            String text = DesignText.yaml(design, Content::text);
            Design again = deployed(text, DocumentFormat.YAML, Map.of());
            assertThat(again).as(text).isEqualTo(design);
            assertThat(DesignText.yaml(again, Content::text)).isEqualTo(text);
        });
    }

    @Test
    void filesBeside_giveTheSameAgain() {
        designs().forEach(design -> {
            Map<String, Content> files = new HashMap<>();
            String text = DesignText.json(design, content -> {
                files.put(content.digest().substring(52) + "/" + content.filename(), content);
                return content.digest().substring(52) + "/" + content.filename();
            });
            assertThat(DesignText.json(deployed(text, DocumentFormat.JSON, files))).isEqualTo(DesignText.json(design));
        });
    }
}
