package brume.driver.incus;

import brume.core.driver.DriverException;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Sorts the daemon's refusals by what the caller may do next. The words come first, because failed operations answer 400 or 500 whatever happened; they are those of
 * Incus 6.0 and LXD 5.0. What nobody knows is a mistake of ours when the call itself was refused with 400, and worth another try otherwise.
 */
final class Refusals {
    /** Only for facts: the daemon's longest sentences carry the output of a program. */
    private static final int FACT_CHARS_MAX = 500;

    private static final Duration RETRY_AFTER_DEFAULT = Duration.ofSeconds(5);

    private record Rule(Pattern words, BiFunction<Subject, String, DriverException> sort) {}

    /** The first that matches decides. */
    private static final List<Rule> RULES = List.of(
            rule("is busy running|already running a|database is locked|shutting down|context deadline exceeded|[Ll]ock(ed)? ",
                    (s, fact) -> new DriverException.Transient("the daemon is busy with it", fact)),
            rule("already defined on another NIC|address .*already in use",
                    (s, fact) -> new DriverException.Transient("another instance still holds the address", fact)),
            rule("[Nn]o space left|[Qq]uota exceeded|[Rr]eached maximum|limit.* (exceeded|reached)|exceeds project limit|[Nn]o (suitable|available) cluster member"
                            + "|[Cc]ouldn't find a (cluster )?member|[Nn]ot enough|[Oo]ut of memory|[Cc]annot allocate memory|[Tt]oo many open files",
                    (s, fact) -> new DriverException.NoCapacity("the site has no room", fact)),
            rule("Image not provided|[Ii]mage.*(not found|doesn't exist)|No such image", rejected("no-such-image", "there is no such image")),
            rule("[Ss]torage volume not found|[Pp]ool volume not found|[Vv]olume (not found|doesn't exist)", rejected("no-such-volume", "there is no such volume")),
            rule("[Pp]ool not found", rejected("no-such-pool", "there is no such storage pool")),
            rule("[Nn]etwork not found", rejected("no-such-network", "there is no such network")),
            rule("[Pp]rofile not found|[Pp]rofile .*doesn't exist", rejected("no-such-profile", "there is no such profile")),
            rule("[Pp]roject not found|[Pp]roject .*doesn't exist", rejected("no-such-project", "there is no such project")),
            rule("still in use|currently (in use|used)|is in use", rejected("in-use", "it is in use")),
            rule("[Ii]nstance not found", rejected("no-such-instance", "there is no such instance")),
            rule("[Ii]s not running|isn't running", rejected("not-running", "the instance does not run")),
            rule("Invalid devices|Invalid config|Invalid value|not within network|[Ii]nvalid (instance )?name|[Uu]nknown configuration key|[Dd]evice validation failed",
                    rejected("bad-request", "the daemon refuses the request")));

    private Refusals() {}

    static DriverException sort(Answer.Refused refused, Subject subject) {
        String fact = fact(refused.text());
        switch (refused.code()) {
            case 401 -> {
                return new DriverException.Unauthorized("the daemon does not accept our credentials", fact);
            }
            case 429 -> {
                return new DriverException.RateLimited("the daemon wants fewer calls", fact, refused.retryAfter().orElse(RETRY_AFTER_DEFAULT));
            }
            case 502, 503, 504 -> {
                return new DriverException.Transient("the daemon is not available", fact);
            }
            default -> {
                // the words decide
            }
        }
        for (Rule rule : RULES) {
            if (rule.words().matcher(refused.text()).find()) {
                return rule.sort().apply(subject, fact);
            }
        }
        return byCode(refused, subject, fact);
    }

    private static DriverException byCode(Answer.Refused refused, Subject subject, String fact) {
        return switch (refused.code()) {
            case 403 -> new DriverException.Unauthorized("the daemon does not let us do this", fact);
            case 404 -> new DriverException.Rejected(subject.code(), subject.sentence(), fact);
            case 400, 405, 413, 415, 422 -> refused.operation().isEmpty()
                    ? new DriverException.Rejected("bad-request", "the daemon refuses the request", fact)
                    : new DriverException.Transient("the operation failed", fact);
            default -> new DriverException.Transient("the daemon could not do it", fact);
        };
    }

    static String fact(String text) {
        String oneLine = text.replaceAll("\\s+", " ").strip();
        return oneLine.length() <= FACT_CHARS_MAX ? oneLine : oneLine.substring(0, FACT_CHARS_MAX) + "…";
    }

    private static Rule rule(String words, BiFunction<Subject, String, DriverException> sort) {
        return new Rule(Pattern.compile(words), sort);
    }

    private static BiFunction<Subject, String, DriverException> rejected(String code, String message) {
        return (subject, fact) -> new DriverException.Rejected(code, message, fact);
    }
}
