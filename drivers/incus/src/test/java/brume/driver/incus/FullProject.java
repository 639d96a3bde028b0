package brume.driver.incus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** A project beside the tests' own in which there is no room for a container. It holds nothing and stays, so that tests of the same daemon need not agree who removes it. */
final class FullProject {
    private FullProject() {}

    static String of(TestSite site) {
        String name = site.project() + "-full";
        try (IncusApi api = site.api()) {
            ObjectNode body = IncusApi.object().put("name", name).put("description", "For tests: takes no containers");
            body.putObject("config").put("features.images", "false").put("features.profiles", "true").put("limits.containers", "0");
            Answer answer = api.change("POST", IncusApi.path("projects"), body, Duration.ofSeconds(10));
            if (answer instanceof Answer.Refused refused && !refused.says("already exists") && !refused.says("UNIQUE constraint")) {
                throw new AssertionError("the full project cannot be made: " + refused.text());
            }
        }
        return name;
    }
}
