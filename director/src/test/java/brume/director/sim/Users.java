package brume.director.sim;

import java.util.List;
import java.util.Optional;

/** People who want things of the director; they remember what was acknowledged. */
sealed interface Users permits NodeUsers, AppUsers {
    /** One act of somebody; which one, chance decides. */
    void act();

    /** The director died: what was acknowledged before must still stand. Whether the act that was under way was done nobody knows, so whoever acted looks. */
    void lookAfterCrash();

    /** An acknowledged change that is lost. */
    Optional<String> lostChange();

    /** What they wait for. */
    List<String> unsettled();
}
