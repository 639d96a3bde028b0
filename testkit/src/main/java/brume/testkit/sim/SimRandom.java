package brume.testkit.sim;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * All chance of one simulation, from one seed. Each concern has a generator of its own, so that asking one of them once more leaves the others as they were. Immutable.
 */
public record SimRandom(long seed) {
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long FNV_START = 0xcbf29ce484222325L;

    /** A fresh generator: the same one for every call with this concern, so ask once and keep it. */
    public RandomGenerator of(String concern) {
        return new SplittableRandom(mix(seed ^ hash(concern)));
    }

    /** FNV-1a, 64 bits, over the characters. */
    private static long hash(String text) {
        long hash = FNV_START;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** The finalizer of SplitMix64, so that neighbouring seeds have nothing in common. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
