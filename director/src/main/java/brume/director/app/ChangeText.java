package brume.director.app;

import brume.director.revision.Change;
import brume.director.revision.Content;
import brume.director.revision.Design;
import brume.director.revision.ServiceDesign;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Changes in words and in columns. Pure. */
final class ChangeText {
    private ChangeText() {}

    /** Sentences cut to what a row of the history takes: the whole is in its manifest. */
    private static final int SUMMARY_MAX = 12;

    static ChangeView view(Change change) {
        return switch (change) {
            case Change.Renamed(String from, String to) -> changed("", "name", from, to);
            case Change.Described(String from, String to) -> changed("", "description", from, to);
            case Change.Added(ServiceDesign service) -> new ChangeView("added", service.name(), "", Optional.empty(), Optional.of(brief(service)));
            case Change.Removed(ServiceDesign service) -> new ChangeView("removed", service.name(), "", Optional.of(brief(service)), Optional.empty());
            case Change.Replaced(ServiceDesign from, ServiceDesign to) -> changed(to.name(), "type and site", kind(from), kind(to));
            case Change.ServiceRenamed(String from, String to) -> changed(to, "name", from, to);
            case Change.Run(String service, boolean to) -> changed(service, "state", to ? "stopped" : "running", to ? "running" : "stopped");
            case Change.Count(String service, String role, int from, int to) ->
                changed(service, "role " + role, Integer.toString(from), Integer.toString(to));
            case Change.Setting(String service, String key, Optional<String> from, Optional<String> to) ->
                new ChangeView("changed", service, "setting " + key, from, to);
            case Change.Bytes bytes -> new ChangeView(
                    "changed", bytes.service(), bytes.slot().word(), bytes.from().map(Content::brief), bytes.to().map(Content::brief));
            case Change.Password(String service) -> changed(service, "password", "the present one", "the given one");
        };
    }

    private static ChangeView changed(String service, String what, String from, String to) {
        return new ChangeView("changed", service, what, Optional.of(from), Optional.of(to));
    }

    /** Such as {@code web: role backend 1 -> 3}. */
    static String line(Change change) {
        ChangeView view = view(change);
        String what = view.what().isEmpty() ? view.act() : view.what();
        String arrow = view.from().isPresent() && view.to().isPresent() ? " -> " : "";
        String values = switch (view.act()) {
            case "added" -> " (" + view.to().orElse("") + ")";
            case "removed" -> "";
            default -> " " + view.from().orElse("default") + (arrow.isEmpty() ? " -> " : arrow) + view.to().orElse("default");
        };
        return (view.service().isEmpty() ? "" : view.service() + ": ") + what + values;
    }

    /** An act and what it changed, for the history. */
    static String summary(String act, List<Change> changes) {
        if (changes.isEmpty()) {
            return act;
        }
        Stream<String> lines = changes.stream().limit(SUMMARY_MAX).map(ChangeText::line);
        Stream<String> more = changes.size() > SUMMARY_MAX ? Stream.of("and " + (changes.size() - SUMMARY_MAX) + " more") : Stream.empty();
        return act + ": " + Stream.concat(lines, more).collect(Collectors.joining("; "));
    }

    private static String kind(ServiceDesign service) {
        return service.type() + " at " + service.site();
    }

    private static String brief(ServiceDesign service) {
        return kind(service) + ", " + service.counts().entrySet().stream().map(ChangeText::count).collect(Collectors.joining(", "))
                + service.code().map(c -> ", " + c.brief()).orElse("")
                + (service.run() ? "" : ", stopped");
    }

    private static String count(Map.Entry<String, Integer> count) {
        return count.getKey() + " " + count.getValue();
    }

    /** What a design consists of, as if it had all been added. */
    static List<Change> everything(Design design) {
        return design.services().stream().<Change>map(Change.Added::new).toList();
    }
}
