package brume.core.driver;

/** Facet: files of a machine, running or stopped. Paths are absolute. */
public interface Files {
    /**
     * Writes a file, replacing what is there; its folder exists.
     *
     * @param mode permission bits, such as {@code 0600}
     */
    void push(ProviderRef ref, String path, byte[] content, int mode, int uid, int gid);

    /** Reads a file. {@link DriverException.Rejected} with {@code no-such-file} when there is none. */
    byte[] pull(ProviderRef ref, String path);
}
