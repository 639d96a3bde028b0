package brume.director.identity;

import brume.director.http.Access;
import brume.director.http.AccountRole;
import brume.director.http.Call;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.http.Scope;
import brume.director.http.UserCaller;
import java.util.List;
import java.util.Objects;

/** Login, logout, and the password. */
public final class SessionRoutes {
    private final Accounts accounts;
    private final Tokens tokens;

    public SessionRoutes(Accounts accounts, Tokens tokens) {
        this.accounts = Objects.requireNonNull(accounts);
        this.tokens = Objects.requireNonNull(tokens);
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/session", Access.PUBLIC, "Log in")
                        .describe("Answers a token for the Authorization header. Failures slow down further tries.")
                        .takes(SessionRequest.class)
                        .returns(201, SessionReply.class)
                        .secretAnswer()
                        .to(this::login),
                Route.get("/session", Access.USER_READ, "Show who the caller is").returns(SessionView.class).to(SessionRoutes::show),
                Route.delete("/session", Access.USER_READ, "Log out: end the token of this call").to(this::logout),
                Route.post("/password", Access.USER_WRITE, "Change the caller's own password")
                        .describe("Ends every other session of the account.")
                        .takes(PasswordRequest.class)
                        .to(this::password));
    }

    private Reply login(Call call) {
        SessionRequest request = call.body(SessionRequest.class);
        Account account = accounts.login(request.name(), request.password(), call.remote());
        Scope scope = account.role() == AccountRole.ADMIN ? Scope.ADMIN : Scope.WRITE;
        Tokens.Made made = tokens.make(account.id(), Tokens.SESSION, scope, Tokens.SESSION_LIFE);
        call.known(account.name());
        return Reply.of(new SessionReply(made.secret(), made.token().expiresAt()));
    }

    private static Reply show(Call call) {
        UserCaller user = call.user();
        return Reply.of(new SessionView(user.name(), user.role(), user.scope(), user.tokenName()));
    }

    private Reply logout(Call call) {
        UserCaller user = call.user();
        if (user.tokenName().equals(Tokens.LOCAL)) {
            throw Refusal.conflict("local-token", "The local token belongs to this machine's root and has no session to end.");
        }
        tokens.remove(user.account(), user.token());
        return Reply.nothing();
    }

    private Reply password(Call call) {
        UserCaller user = call.user();
        PasswordRequest request = call.body(PasswordRequest.class);
        if (request.old().isPresent()) {
            accounts.login(user.name(), request.old().get(), call.remote());
        } else if (!user.tokenName().equals(Tokens.LOCAL)) {
            throw Refusal.of(422, "missing-password", "Give the old password as \"old\".");
        }
        accounts.setPassword(user.account(), request.fresh());
        tokens.removeOtherSessions(user);
        return Reply.nothing();
    }
}
