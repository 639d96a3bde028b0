package brume.core.agent;

/**
 * What a node uses. {@code cpuShare} is of one core (1.0 = one core busy) over the last interval; the rest in bytes.
 */
public record NodeLoad(
        double cpuShare, long memoryBytesUsed, long memoryBytesTotal, long diskBytesUsed, long diskBytesTotal) {
    public static final NodeLoad UNKNOWN = new NodeLoad(0, 0, 0, 0, 0);
}
