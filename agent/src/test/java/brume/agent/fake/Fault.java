package brume.agent.fake;

/** What to do to one request instead of answering it. */
public sealed interface Fault {
    /** Does the work, then closes the connection instead of answering. */
    record LostReply() implements Fault {}

    record Status(int status) implements Fault {}

    /** Answers content with a byte changed. */
    record Corrupt() implements Fault {}

    /** Answers the first half of content, then closes the connection. */
    record Cut() implements Fault {}
}
