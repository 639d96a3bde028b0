package brume.testkit.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;

/**
 * Classes that may do what a rule forbids, each with the reason. A nested class has the permission of the class around it.
 *
 * @param reasons reason by the full name of a top-level class
 */
public record NamedPlaces(Map<String, String> reasons) {
    public NamedPlaces {
        reasons = Map.copyOf(reasons);
    }

    public static NamedPlaces none() {
        return new NamedPlaces(Map.of());
    }

    boolean include(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return reasons.containsKey(nested < 0 ? name : name.substring(0, nested));
    }
}
