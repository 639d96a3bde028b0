package brume.director.http;

/** Who asks. */
public sealed interface Caller permits Nobody, UserCaller, AgentCaller {
    /** How the audit trail and the log name the caller; holds no secret. */
    String who();
}
