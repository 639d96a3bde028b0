package brume.director.db;

/**
 * Stands around every commit. The production gate is {@link #OPEN}; a simulator's gate throws an {@link Error} to play a process that dies just before or just after the
 * commit reached the disk.
 */
public interface CommitGate {
    /** Lets everything pass. */
    CommitGate OPEN = new CommitGate() {
        @Override
        public void beforeCommit() {}

        @Override
        public void afterCommit() {}
    };

    /** What it throws rolls the transaction back. */
    void beforeCommit();

    /** What it throws reaches the writer although the transaction is committed; callbacks after the commit are not called then. */
    void afterCommit();
}
