package brume.director.app;

import brume.director.http.Refusal;
import brume.director.service.Service;
import java.util.List;

/** Numbers and names within one application. Pure. */
final class Siblings {
    private static final int SUFFIX_MAX = 98; // ConPaaS tries "name (2)" to "name (98)"

    private Siblings() {}

    /** Numbers are not used again while the application lives and later services have higher ones. */
    static int nextSid(List<Service> siblings) {
        return 1 + siblings.stream().mapToInt(Service::sid).max().orElse(0);
    }

    /** A name that no sibling has. One that the user chose is refused when taken; a default gets a number. */
    static String freeName(List<String> taken, String name, boolean chosen) {
        if (!taken.contains(name)) {
            return name;
        }
        if (chosen) {
            throw Refusal.conflict("name-taken", "The application has a service \"" + name + "\" already.");
        }
        for (int i = 2; i <= SUFFIX_MAX; i++) {
            String candidate = name + " (" + i + ")";
            if (!taken.contains(candidate)) {
                return candidate;
            }
        }
        throw Refusal.conflict("name-taken", "Give the service a name: all numbers of \"" + name + "\" are taken.");
    }
}
