package brume.director.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes the requests of one route through the stations: caller, access, parameters, body, audit and idempotency, handler, answer. Thread-safe. */
final class Dispatch implements Handler {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,100}");

    private final Route route;
    private final Edge edge;
    private final Callers callers;
    private final Bodies bodies;
    private final Answers answers;

    Dispatch(Route route, Edge edge) {
        this.route = route;
        this.edge = edge;
        this.callers = new Callers(edge.gate());
        this.bodies = new Bodies(edge.clock());
        this.answers = new Answers(edge);
    }

    @Override
    public void handle(Context context) throws IOException, InterruptedException {
        HttpServletRequest request = context.req();
        Caller caller = callers.of(route.access(), request);
        if (!route.access().admits(caller)) {
            throw callers.refusal(route.access(), caller);
        }
        Map<String, Object> queries = Queries.read(route, context.queryParamMap());
        Optional<IdempotencyStore.Key> key = key(caller, request);
        Bodies.Taken body = bodies.take(route, request);
        Call call = new Call(route, caller, context.pathParamMap(), queries, body.body(), new ServletWire(request), edge.bell());
        if (route.audited()) {
            mutate(call, context, key, body);
        } else {
            answers.write(call, route.handler().handle(call), context.res());
        }
    }

    private void mutate(Call call, Context context, Optional<IdempotencyStore.Key> key, Bodies.Taken body) throws IOException, InterruptedException {
        String path = context.path();
        switch (edge.mutations().begin(call.caller(), route, path, key)) {
            case Mutations.Start.Again again -> {
                if (!again.requestHash().equals(hash(context, body))) {
                    throw Refusal.of(422, "key-reused", "This Idempotency-Key was used for another request.");
                }
                answers.repeat(again.answer(), context.res());
            }
            case Mutations.Start.Go go -> {
                Done done = run(call, go);
                edge.mutations().done(go, call, path, go.key().isPresent() ? hash(context, body) : "", done.answer());
                answers.write(call, done.reply(), context.res());
            }
        }
    }

    /** Runs the handler; however it ends, the mutation is told. */
    private Done run(Call call, Mutations.Start.Go go) throws IOException, InterruptedException {
        boolean told = false;
        try {
            Reply reply = route.handler().handle(call);
            Done done = new Done(reply, answers.keep(call, reply, go.key().isPresent()));
            told = true;
            return done;
        } catch (Refusal refusal) {
            told = true;
            edge.mutations().refused(go, refusal.status());
            throw refusal;
        } finally {
            if (!told) {
                edge.mutations().broken(go);
            }
        }
    }

    private String hash(Context context, Bodies.Taken body) throws IOException {
        String query = Optional.ofNullable(context.queryString()).orElse("");
        return Bodies.hash(route.verb() + " " + context.path() + "?" + query + " " + body.digest());
    }

    private Optional<IdempotencyStore.Key> key(Caller caller, HttpServletRequest request) {
        Optional<String> header = Optional.ofNullable(request.getHeader("Idempotency-Key"));
        if (header.isEmpty() || !route.verb().mutates() || !(caller instanceof UserCaller user)) {
            return Optional.empty();
        }
        if (route.secretAnswer()) {
            throw Refusal.of(400, "key-not-here", "This path takes no Idempotency-Key: its answer holds a secret and is kept nowhere.");
        }
        if (!KEY.matcher(header.get()).matches()) {
            throw Refusal.of(400, "malformed-key", "An Idempotency-Key is 1 to 100 printable ASCII characters without spaces.");
        }
        return Optional.of(new IdempotencyStore.Key(user.account(), header.get()));
    }

    private record Done(Reply reply, IdempotencyStore.Answer answer) {}

    private record ServletWire(HttpServletRequest request) implements Call.Wire {
        @Override
        public Optional<String> header(String name) {
            List<String> values = Collections.list(request.getHeaders(name));
            return values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values));
        }

        @Override
        public String remote() {
            return request.getRemoteAddr();
        }
    }
}
