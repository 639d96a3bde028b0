package brume.director.blob;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The hard links of one archive, by the file that they stand for in the end. Used by one thread. */
final class HardLinks {
    private final Map<String, String> files = new HashMap<>();
    private final Map<String, List<String>> names = new HashMap<>();

    /** {@code target} is a file or an earlier hard link; both are plain paths. */
    void add(String path, String target) {
        String file = files.getOrDefault(target, target);
        files.put(path, file);
        names.computeIfAbsent(file, f -> new ArrayList<>()).add(path);
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /** The other names of a file. */
    List<String> namesOf(String file) {
        return List.copyOf(names.getOrDefault(file, List.of()));
    }
}
