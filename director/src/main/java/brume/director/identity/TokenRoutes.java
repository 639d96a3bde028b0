package brume.director.identity;

import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Page;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.http.UserCaller;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The caller's own tokens. A token makes none that is good for more than itself. */
public final class TokenRoutes {
    private final Tokens tokens;

    public TokenRoutes(Tokens tokens) {
        this.tokens = Objects.requireNonNull(tokens);
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/tokens", Access.USER_READ, "List the caller's own tokens").returnsPage(TokenView.class).to(this::list),
                Route.post("/tokens", Access.USER_WRITE, "Make a token")
                        .describe("The scope is at most that of the token of this call. The token itself is shown this once.")
                        .takes(TokenRequest.class)
                        .returns(201, TokenReply.class)
                        .secretAnswer()
                        .to(this::make),
                Route.delete("/tokens/{token}", Access.USER_WRITE, "Take back a token of the caller's own").to(this::remove));
    }

    private Reply list(Call call) {
        Page.Want want = call.page();
        Page<Token> page = Page.of(tokens.list(call.user().account(), want), want, token -> token.id().toString());
        return Reply.of(new Page<>(page.items().stream().map(TokenView::of).toList(), page.next()));
    }

    private Reply make(Call call) {
        UserCaller user = call.user();
        TokenRequest request = call.body(TokenRequest.class);
        if (!user.scope().atLeast(request.scope())) {
            throw Refusal.of(403, "not-allowed", "A token of scope " + user.scope().text() + " makes none of scope " + request.scope().text() + ".");
        }
        Duration life = Duration.ofDays(request.days().orElse(TokenRequest.DAYS_DEFAULT));
        Tokens.Made made = tokens.make(user.account(), request.name(), request.scope(), life);
        return Reply.of(new TokenReply(TokenView.of(made.token()), made.secret()));
    }

    private Reply remove(Call call) {
        UUID id = call.path("token", "token", UUID::fromString);
        if (!tokens.remove(call.user().account(), id)) {
            throw Refusal.notFound("token", id.toString());
        }
        return Reply.nothing();
    }
}
