package brume.testkit.contract;

import java.nio.file.Path;
import java.util.Objects;

/** An image in files, small, for {@link brume.core.driver.Images#importSplit}. */
public record SplitImage(Path metadata, Path root) {
    public SplitImage {
        Objects.requireNonNull(metadata);
        Objects.requireNonNull(root);
    }
}
