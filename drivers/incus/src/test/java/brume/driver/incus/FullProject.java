package brume.driver.incus;

import brume.testkit.contract.SplitImage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * A project beside the tests' own that takes no container. It has an image of its own under the tests' alias, because LXD looks for the image first. It stays when the tests
 * are over, so that two runs on one daemon need not agree who removes it.
 */
final class FullProject {
    private FullProject() {}

    static String of(TestSite site, SplitImage image) {
        String name = site.project() + "-noroom";
        try (IncusApi api = site.api(name)) {
            ObjectNode body = IncusApi.object().put("name", name).put("description", "For tests: takes no containers");
            body.putObject("config")
                    .put("features.images", "true")
                    .put("features.profiles", "true")
                    .put("features.storage.volumes", "true")
                    .put("limits.containers", "0");
            Answer answer = api.change("POST", IncusApi.path("projects"), body, Duration.ofSeconds(10));
            if (answer instanceof Answer.Refused refused && !refused.says("already exists") && !refused.says("UNIQUE constraint")) {
                throw new AssertionError("the full project cannot be made: " + refused.text());
            }
            var _ = new IncusImages(api).importSplit(site.image(), image.metadata(), image.root());
        }
        return name;
    }
}
