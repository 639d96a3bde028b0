package brume.director.http;

import brume.core.problem.Problem;
import java.util.List;
import java.util.Objects;

/**
 * A problem document (RFC 9457), sent as {@code application/problem+json}.
 *
 * @param type {@code urn:brume:problem:CODE}
 * @param title the status in words
 * @param detail one sentence for people
 * @param code stable, kebab-case, listed in {@code docs/errors.md}
 * @param problems every mistake with its place; at least one
 */
public record ProblemView(String type, String title, int status, String detail, String code, List<Problem> problems) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public ProblemView {
        Objects.requireNonNull(type);
        Objects.requireNonNull(title);
        Objects.requireNonNull(detail);
        Objects.requireNonNull(code);
        problems = List.copyOf(problems);
    }

    static ProblemView of(Refusal refusal) {
        return of(refusal.status(), refusal.code(), refusal.text(), refusal.problems());
    }

    static ProblemView of(int status, String code, String text) {
        return of(status, code, text, List.of(Problem.of(code, text)));
    }

    private static ProblemView of(int status, String code, String text, List<Problem> problems) {
        return new ProblemView("urn:brume:problem:" + code, Statuses.title(status), status, text, code, problems);
    }
}
