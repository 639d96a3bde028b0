package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.driver.Images;
import brume.core.driver.ObservedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Topic#IMAGES} and {@link Topic#IMAGE_IMPORT}. */
public interface ImagesContract extends ContractTopic {
    @Test
    default void listing_showsTheImageThatMachinesAreMadeFrom() {
        List<ObservedImage> all = images().list();

        assertThat(all).anySatisfy(image -> {
            assertThat(image.aliases()).contains(scene().subject().image());
            assertThat(image.fingerprint()).isNotBlank();
            assertThat(image.size().value()).isPositive();
        });
    }

    @Test
    default void removalOfAnUnknownAlias_hasNoEffect() {
        Images images = images();
        List<ObservedImage> before = images.list();

        images.remove(scene().deployment() + "-none");

        assertThat(images.list()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    default void importedImage_isListedByItsAlias_untilItIsRemoved() {
        Images images = images();
        SplitImage files = files();
        String alias = scene().removingImage(scene().deployment() + "-image");

        ObservedImage imported = images.importSplit(alias, files.metadata(), files.root());
        assertThat(imported.aliases()).contains(alias);
        assertThat(images.list()).contains(imported);

        images.remove(alias);
        assertThat(images.list()).noneMatch(image -> image.aliases().contains(alias));
    }

    @Test
    default void importOfContentThatIsThere_movesTheAliasOnly() {
        Images images = images();
        SplitImage files = files();
        String alias = scene().removingImage(scene().deployment() + "-image");
        ObservedImage first = images.importSplit(alias, files.metadata(), files.root());
        int before = images.list().size();

        ObservedImage again = images.importSplit(alias, files.metadata(), files.root());
        ObservedImage other = images.importSplit(scene().removingImage(alias + "-b"), files.metadata(), files.root());

        assertThat(List.of(again.fingerprint(), other.fingerprint())).containsOnly(first.fingerprint());
        assertThat(other.aliases()).contains(alias, alias + "-b");
        assertThat(images.list()).hasSize(before);
    }

    private Images images() {
        return scene().need(Topic.IMAGES, scene().driver().images());
    }

    private SplitImage files() {
        return scene().need(Topic.IMAGE_IMPORT, scene().subject().splitImage());
    }
}
