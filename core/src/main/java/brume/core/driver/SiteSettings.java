package brume.core.driver;

import java.util.Map;
import java.util.Optional;

/** A site's settings as the operator wrote them: flat text keys, such as {@code socket}, {@code url}, {@code project}. Secrets are file paths, not values. */
public record SiteSettings(Map<String, String> values) {
    public SiteSettings {
        values = Map.copyOf(values);
    }

    public Optional<String> find(String key) {
        return Optional.ofNullable(values.get(key)).filter(v -> !v.isBlank());
    }

    public String value(String key, String otherwise) {
        return find(key).orElse(otherwise);
    }
}
