package brume.dist;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.outcome.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a user may look up is there. */
final class ErrorCodesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CODE = Pattern.compile(
            "(?:new Reason\\(|Problem\\.(?:at|of)\\(|Refusal\\.of\\(\\s*\\d+,|Refusal\\.conflict\\(|RoleException\\(|Rejected\\()\\s*\"([a-z-]+)\"");

    @Test
    void everyCodeInTheSources_isInTheDocument() throws IOException {
        String document = Files.readString(ROOT.resolve("docs/errors.md"));
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(f -> f.toString().contains("/src/main/java/") && f.toString().endsWith(".java") && !f.toString().contains("/testkit/"))
                    .toList()) {
                Matcher code = CODE.matcher(Files.readString(file));
                while (code.find()) {
                    codes.add(code.group(1));
                }
            }
        }

        codes.addAll(Reason.PASSING);
        assertThat(codes).hasSizeGreaterThan(50);
        String passing = Reason.PASSING.stream().sorted().map(code -> "`" + code + "`").collect(Collectors.joining(", "));
        assertThat(document).contains("These may: " + passing + ".");
        assertThat(codes).as("codes that docs/errors.md lacks").allSatisfy(code -> assertThat(document).contains("| `" + code + "` |"));
    }
}
