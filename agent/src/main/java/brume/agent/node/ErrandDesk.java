package brume.agent.node;

import brume.agent.base.AgentThreads;
import brume.agent.base.Log;
import brume.agent.http.Directors;
import brume.agent.http.Reply;
import brume.agent.http.Request;
import brume.core.agent.Errand;
import brume.core.agent.ErrandFailure;
import brume.core.agent.Errands;
import brume.core.role.ErrandRunner;
import brume.core.role.NodeSystem;
import brume.core.role.RoleException;
import brume.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gets errands from the director and does each on a thread of its own. Thread-safe. */
final class ErrandDesk {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Directors directors;
    private final NodeSystem system;
    private final Map<String, ErrandRunner> runners;

    ErrandDesk(Directors directors, NodeSystem system, Collection<ErrandRunner> runners) {
        this.directors = directors;
        this.system = system;
        this.runners = runners.stream().collect(Collectors.toMap(ErrandRunner::kind, Function.identity()));
    }

    /** Begins all that waits. */
    void fetch() throws IOException {
        try (Reply reply = directors.call(Request.post("/agent/v1/errands", "", PATIENCE))) {
            if (reply.status() != 200) {
                throw new IOException("the director answered " + reply.status());
            }
            List<Errand> errands = Json.read(reply.text(), Errands.class).errands();
            errands.forEach(errand -> AgentThreads.start(errand.kind() + " " + errand.id(), () -> run(errand)));
        }
    }

    private void run(Errand errand) {
        Log.info("errand " + errand.kind() + " begins");
        try {
            Optional<ErrandFailure> failure = answer(errand);
            Log.info("errand " + errand.kind() + " " + failure.map(why -> "failed: " + why.text()).orElse("done"));
        } catch (IOException e) {
            Log.warning("errand " + errand.kind() + ": its answer is not taken: " + e.getMessage());
        }
    }

    /** Empty when it is done and the answer delivered. */
    private Optional<ErrandFailure> answer(Errand errand) throws IOException {
        Optional<ErrandRunner> runner = Optional.ofNullable(runners.get(errand.kind()));
        if (runner.isEmpty()) {
            return failed(errand, new ErrandFailure("unknown-errand", "This agent does not know how to do " + errand.kind() + "."));
        }
        Duration longest = Duration.ofSeconds(errand.secondsMax());
        // the director waits as long for whoever reads the answer
        Request request = Request.stream("/agent/v1/errands/" + errand.id(), longest);
        try (LateUpload answer = new LateUpload(() -> directors.upload(request))) {
            try {
                runner.get().run(errand.arguments(), system, answer, longest);
            } catch (RoleException e) {
                return failed(errand, new ErrandFailure(e.code(), e.text()));
            } catch (RuntimeException e) {
                Log.error("a bug in errand " + errand.kind(), e);
                return failed(errand, new ErrandFailure("internal-error", "a bug in the errand: " + e));
            }
            answer.finish();
            return Optional.empty();
        }
    }

    /** Told before the answer is broken off, so that the director knows why by then. */
    private Optional<ErrandFailure> failed(Errand errand, ErrandFailure why) throws IOException {
        directors.call(Request.post("/agent/v1/errands/" + errand.id() + "/failure", Json.write(why), PATIENCE)).close();
        return Optional.of(why);
    }
}
