package brume.testkit.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SourceRulesTest {
    private static final SourceRules RULES = new SourceRules(Map.of(), Map.of(), List.of("Patience.java"));

    private static final String CODE = """
            package x;

            /** A class { with braces in its comment. */
            final class Example {
                private static final String TEXT = "void no() {";

                @Deprecated(since = "1")
                Example(int a,
                        int b) throws java.io.IOException {
                    if (a > b) {
                        run(() -> {
                            a();
                        });
                    }
                }

                private <T> List<T> pick(Map<String, T> from) {
                    return switch (from.size()) {
                        case 0 -> List.of();
                        default -> List.copyOf(from.values());
                    };
                }

                record Pair(int a, int b) {
                    Pair {
                        check(a);
                    }
                }
            }
            """;

    @Test
    void methods_areFound_withTheirLength_andNothingElseIs() {
        List<SourceFile.Method> methods = new SourceFile("Example.java", CODE).methods();

        assertThat(methods).containsExactly(new SourceFile.Method("Example", 8, 8), new SourceFile.Method("pick", 17, 6));
    }

    @Test
    void longMethod_isABreach() {
        String text = "class A {\n    void run() {\n" + "        a();\n".repeat(59) + "    }\n}\n";

        assertThat(breaches(text)).containsExactly("A.java:2: run has 61 lines, may have 60");
    }

    @Test
    void longFile_isABreach_unlessTheRatchetAllowsIt() {
        SourceFile file = new SourceFile("A.java", "// line\n".repeat(410));

        assertThat(RULES.breaches(List.of(file))).containsExactly("A.java: has 410 lines, may have 400");
        assertThat(new SourceRules(Map.of("A.java", 410), Map.of(), List.of()).breaches(List.of(file))).isEmpty();
    }

    @Test
    void allowance_isAnotherLimit_andNeedNotBeUsedUp() {
        SourceFile file = new SourceFile("A.java", "// line\n".repeat(410));

        assertThat(new SourceRules(Map.of(), Map.of("A.java", 500), List.of()).breaches(List.of(file))).isEmpty();
    }

    @Test
    void ratchet_onlyShrinks() {
        SourceFile file = new SourceFile("A.java", "// line\n".repeat(410));
        SourceRules rules = new SourceRules(Map.of("A.java", 420, "B.java", 500), Map.of(), List.of());

        assertThat(rules.breaches(List.of(file)))
                .containsExactly("A.java: the ratchet allows 420 lines, lower it to 410", "B.java: the ratchet allows 500 lines, remove it");
    }

    @Test
    void unfinishedWork_isABreach_inCommentsToo() {
        assertThat(breaches("class A {} // " + "TO" + "DO later\n")).containsExactly("A.java:1: unfinished or out of place: " + "TO" + "DO");
    }

    @Test
    void sleep_isABreach_inCodeOnly_andNotInItsNamedFile() {
        String call = "Thread" + ".sleep(1)";

        assertThat(breaches("// " + call + "\nclass A { Object a = \"" + call + "\"; }\n")).isEmpty();
        assertThat(breaches("class A { void a() { " + call + "; } }\n")).hasSize(1);
        assertThat(RULES.breaches(List.of(new SourceFile("Patience.java", "class A { void a() { " + call + "; } }\n")))).isEmpty();
    }

    @Test
    void ratchetFile_isReadLineByLine() {
        assertThat(SourceTree.ratchet("# a comment\n\nsrc/A.java 410\nsrc/B.java#run 70\n")).isEqualTo(Map.of("src/A.java", 410, "src/B.java#run", 70));
    }

    private static List<String> breaches(String text) {
        return RULES.breaches(List.of(new SourceFile("A.java", text)));
    }
}
