package brume.testkit.contract;

/** What the interfaces with the tests of one topic share. */
public interface ContractTopic {
    /** The running test's own scene. */
    Scene scene();
}
