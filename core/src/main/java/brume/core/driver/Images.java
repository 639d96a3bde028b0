package brume.core.driver;

import java.nio.file.Path;
import java.util.List;

/** Facet: the site's images. */
public interface Images {
    List<ObservedImage> list();

    /**
     * Imports a container image in the split form of Incus and LXD and points {@code alias} at it; no effect but the alias when an image of that content is there.
     *
     * @param metadata tarball with {@code metadata.yaml}
     * @param root squashfs of the root file system
     */
    ObservedImage importSplit(String alias, Path metadata, Path root);

    /** Removes the image that {@code alias} names; no effect when there is none. */
    void remove(String alias);
}
