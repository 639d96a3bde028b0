package brume.director.http;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.director.engine.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A small feature behind the real server: one of each way that a route can be. */
final class Things {
    static final UUID ID = UUID.fromString("01900000-0000-7000-8000-000000000001");
    static final Query<Long> SIZE = Query.number("size", 1, 10, "How large.");
    static final Query<Kinds> KIND = Query.choice("kind", Kinds.class, "Which.");
    static final Query<String> NAME = Query.text("name", "What it is called.", 20).mandatory();

    final AtomicInteger made = new AtomicInteger();
    final AtomicLong generation = new AtomicLong(1);
    final CountDownLatch entered = new CountDownLatch(1);
    final Semaphore gate = new Semaphore(0);
    final AtomicInteger looks = new AtomicInteger();

    enum Kinds {
        SMALL,
        LARGE
    }

    record ThingRequest(String name, Optional<Integer> count, List<String> tags, Map<String, Integer> sizes) {
        ThingRequest {
            Objects.requireNonNull(name);
            Objects.requireNonNull(count);
            tags = List.copyOf(tags);
            sizes = Map.copyOf(sizes);
            if (name.isBlank()) {
                throw new IllegalArgumentException("A thing has a name.");
            }
        }
    }

    record Part(String name, Optional<Instant> at) {}

    record ThingView(UUID id, String name, int number, Optional<String> none, List<Part> parts, Map<String, Integer> sizes, Kinds kind) {}

    record NumberView(long value) {}

    List<Route> routes() {
        return List.of(
                Route.get("/things", Access.USER_READ, "List things").query(SIZE, KIND, NAME).returnsMany(ThingView.class).to(call -> Reply.of(List.of(thing(call.required(NAME))))),
                Route.post("/things", Access.USER_WRITE, "Make a thing").takes(ThingRequest.class).returns(202, ThingView.class).to(this::make),
                Route.get("/things/{thing}", Access.USER_READ, "Show a thing").returns(ThingView.class).to(call -> Reply.of(thing(call.path("thing"))).etag(7)),
                Route.patch("/things/{thing}", Access.USER_WRITE, "Change a thing").returns(202, ThingView.class).to(this::change),
                Route.delete("/things/{thing}", Access.ADMIN, "Remove a thing").to(call -> Reply.nothing()),
                Route.get("/numbers", Access.USER_READ, "List numbers").returnsPage(NumberView.class).to(Things::numbers),
                Route.get("/generation", Access.USER_READ, "Show the generation").waits().returns(NumberView.class).to(this::generation),
                Route.put("/bytes", Access.USER_WRITE, "Send bytes").takesRaw(1_000_000, "Bytes.").returns(NumberView.class).to(this::count),
                Route.get("/bytes/{count}", Access.USER_READ, "Get bytes").returnsRaw("application/octet-stream", "Zeroes.").to(Things::bytes),
                Route.post("/refusals", Access.USER_WRITE, "Be refused").returns(202, NumberView.class).to(this::refuse),
                Route.post("/defects", Access.USER_WRITE, "Break").returns(202, NumberView.class).to(this::fail),
                Route.post("/slow", Access.USER_WRITE, "Take time").returns(202, NumberView.class).to(this::slow),
                Route.post("/machines", Access.AGENT_ENROL, "Enrol").returns(NumberView.class).to(call -> Reply.of(new NumberView(1))),
                Route.get("/config", Access.AGENT, "Get orders").returns(NumberView.class).orNothing().to(this::config),
                Route.post("/report", Access.AGENT, "Report").to(call -> Reply.nothing()));
    }

    private ThingView thing(String name) {
        return new ThingView(ID, name, made.get(), Optional.empty(), List.of(new Part("p", Optional.of(Instant.EPOCH)), new Part("q", Optional.empty())), Map.of("a", 1), Kinds.SMALL);
    }

    private Reply make(Call call) {
        made.incrementAndGet();
        return Reply.of(thing(call.body(ThingRequest.class).name())).etag(1);
    }

    private Reply change(Call call) {
        call.requireMatch(7);
        made.incrementAndGet();
        return Reply.of(thing(call.path("thing")));
    }

    private static Reply numbers(Call call) {
        Page.Want want = call.page();
        long from = want.after().map(Long::parseLong).orElse(0L);
        List<NumberView> rows = new ArrayList<>();
        for (long i = from + 1; i <= 12 && rows.size() < want.rows(); i++) {
            rows.add(new NumberView(i));
        }
        return Reply.of(Page.of(rows, want, n -> Long.toString(n.value())));
    }

    private Reply generation(Call call) throws InterruptedException {
        call.awaitReady(ID, () -> {
            looks.incrementAndGet();
            return generation.get();
        });
        return Reply.of(new NumberView(generation.get()));
    }

    private Reply config(Call call) throws InterruptedException {
        entered.countDown();
        boolean there = call.await(ID, Duration.ofMillis(1), () -> generation.get() > 1);
        return there ? Reply.of(new NumberView(call.agent().generation())) : Reply.nothing();
    }

    private Reply count(Call call) throws IOException {
        made.incrementAndGet();
        try (InputStream in = call.stream()) {
            return Reply.of(new NumberView(in.readAllBytes().length));
        }
    }

    private static Reply bytes(Call call) {
        int count = Integer.parseInt(call.path("count"));
        return Reply.raw(new ByteArrayInputStream(new byte[count]), count, "application/octet-stream").filename("zero\"es\n");
    }

    private Reply refuse(Call call) {
        made.incrementAndGet();
        throw Refusal.invalid(List.of(Problem.of("one", "One."), Problem.at("two", "Two.", new Place("f", 3, 4, "/x"))));
    }

    private Reply fail(Call call) {
        made.incrementAndGet();
        throw new IllegalStateException("a secret inside");
    }

    private Reply slow(Call call) throws InterruptedException {
        entered.countDown();
        gate.acquire();
        return Reply.of(new NumberView(made.incrementAndGet()));
    }

    /** A commit that concerns the thing. */
    static void happens(LiveDirector director, String text) {
        director.database.write(tx -> {
            director.events.append(tx, Kind.APP, ID, "changed", text);
            return true;
        });
    }
}
