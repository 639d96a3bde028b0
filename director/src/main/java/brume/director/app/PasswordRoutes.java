package brume.director.app;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.service.SecretDef;
import brume.core.service.ServiceType;
import brume.director.db.Database;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.manifest.ServicePassword;
import brume.director.secret.Secrets;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import brume.director.service.ServiceTypes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** New passwords of services over HTTP. */
public final class PasswordRoutes {
    private final Database database;
    private final AppStore apps;
    private final ServiceStore services;
    private final Secrets secrets;
    private final ServiceTypes types;
    private final Revisions revisions;
    private final Lookup lookup;

    public PasswordRoutes(Database database, AppStore apps, ServiceStore services, Secrets secrets, ServiceTypes types, Revisions revisions) {
        this.database = Objects.requireNonNull(database);
        this.apps = Objects.requireNonNull(apps);
        this.services = Objects.requireNonNull(services);
        this.secrets = Objects.requireNonNull(secrets);
        this.types = Objects.requireNonNull(types);
        this.revisions = Objects.requireNonNull(revisions);
        this.lookup = new Lookup(apps, services);
    }

    /** The new password; a random one is made when it is left out. */
    public record NewPassword(Optional<String> password) {
        /** Without the password. */
        @Override
        public String toString() {
            return "NewPassword[]";
        }
    }

    /**
     * What was changed.
     *
     * @param password only when it was made, and only this once
     * @param generation of the application, to wait for
     */
    public record PasswordReply(String app, String service, long generation, Optional<String> password) {
        /** Without the password. */
        @Override
        public String toString() {
            return "PasswordReply[" + service + "]";
        }
    }

    public List<Route> routes() {
        return List.of(Route.post("/apps/{app}/services/{service}/password", Access.USER_WRITE, "Give a service a new password")
                .describe("Its nodes take it without a restart and its siblings learn it; connections that are open stay. The old one ends when the nodes have the new one.")
                .takes(NewPassword.class)
                .returns(202, PasswordReply.class)
                .secretAnswer()
                .to(this::change));
    }

    private Reply change(Call call) {
        Optional<String> given = call.body(NewPassword.class).password();
        given.flatMap(ServicePassword::fault).ifPresent(fault -> {
            throw Refusal.invalid(List.of(Problem.at("bad-password", fault, Place.field("/password"))));
        });
        return Reply.of(database.write(tx -> {
            Service service = lookup.living(tx, call);
            SecretDef def = password(service);
            Optional<String> made = given.isPresent() ? Optional.empty() : Optional.of(secrets.make(tx, service.id(), def));
            given.ifPresent(value -> secrets.set(tx, service.id(), def.name(), value));
            services.wantSecret(tx, service.id(), def.name());
            revisions.secretChanged(tx, service.app(), call.user(), "New password of " + service.name());
            return new PasswordReply(service.app().toString(), service.name(), generation(tx, service), made);
        }));
    }

    private SecretDef password(Service service) {
        return types.find(service.type()).map(ServiceType::secrets).orElse(List.of()).stream()
                .filter(secret -> secret.name().equals(ServiceMaker.PASSWORD))
                .findFirst()
                .orElseThrow(() -> Refusal.conflict("takes-no-password", "A " + service.type() + " service has no password."));
    }

    private long generation(DSLContext tx, Service service) {
        return apps.find(tx, service.app().toString()).map(App::generation).orElse(0L);
    }
}
