package brume.driver.incus;

/** How much of a reply body is taken. */
record ReplyLimit(int bytes, Beyond beyond) {
    /** A listing of ten thousand instances with their state is about 40 MiB. */
    static final ReplyLimit JSON = new ReplyLimit(64 << 20, Beyond.FAIL);

    enum Beyond {
        /** A longer reply is an error. */
        FAIL,
        /** The rest is thrown away. */
        CUT
    }
}
