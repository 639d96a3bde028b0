package brume.director.app;

import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;

/** Found by Java itself, by its name under {@code META-INF/services}: every name is looked up through {@link HeldNames}. */
public final class HeldNamesProvider extends InetAddressResolverProvider {
    @Override
    public InetAddressResolver get(Configuration configuration) {
        return HeldNames.EVERYWHERE.before(configuration.builtinResolver());
    }

    @Override
    public String name() {
        return "names that are held";
    }
}
