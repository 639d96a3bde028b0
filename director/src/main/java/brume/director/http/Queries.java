package brume.director.http;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the query parameters of a request by their declarations and finds every mistake in them. */
final class Queries {
    private Queries() {}

    static Map<String, Object> read(Route route, Map<String, List<String>> given) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Object> values = new HashMap<>();
        for (Query<?> query : route.queries()) {
            List<String> texts = given.getOrDefault(query.name(), List.of());
            if (texts.size() > 1) {
                problems.add(at("repeated-parameter", "The parameter \"" + query.name() + "\" is given more than once.", query.name()));
            } else if (texts.size() == 1) {
                value(query, texts.getFirst(), values, problems);
            } else if (query.required()) {
                problems.add(at("missing-parameter", "The parameter \"" + query.name() + "\" is missing.", query.name()));
            }
        }
        String known = route.queries().stream().map(Query::name).collect(Collectors.joining(", "));
        for (String name : given.keySet()) {
            if (route.queries().stream().noneMatch(q -> q.name().equals(name))) {
                String way = known.isEmpty() ? "this path takes none" : "known are: " + known;
                problems.add(at("unknown-parameter", "There is no parameter \"" + name + "\" here; " + way + ".", name));
            }
        }
        if (!problems.isEmpty()) {
            throw Refusal.malformed(problems);
        }
        return values;
    }

    private static void value(Query<?> query, String text, Map<String, Object> values, List<Problem> problems) {
        Optional<String> violation = query.violation(text);
        if (violation.isPresent()) {
            problems.add(at("bad-parameter", "The parameter \"" + query.name() + "\" " + violation.get() + ".", query.name()));
        } else {
            values.put(query.name(), query.parse().apply(text));
        }
    }

    private static Problem at(String code, String text, String parameter) {
        return Problem.at(code, text, new Place("?" + parameter, 0, 0, ""));
    }
}
