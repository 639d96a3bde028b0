package brume.service.php;

import brume.core.agent.RoleConfig;
import brume.core.quantity.Bytes;
import brume.core.service.SecretDef;
import brume.core.service.SecretRef;
import brume.core.service.ServiceView;
import brume.core.service.VolumeNeed;
import brume.service.web.Environment;
import brume.service.web.Hosting;
import brume.service.web.Json;
import brume.service.web.Weights;
import java.util.List;
import java.util.Optional;

/** What php adds to the planner of web services. */
record PhpHosting(PhpSettings settings, ServiceView view) implements Hosting {
    /** The password of the sessions' Redis. Services that were made before there was one keep their sessions in files. */
    static final SecretDef SESSIONS = new SecretDef("sessions", 48);

    private static final Bytes VOLUME = Bytes.ofMiB(512);

    @Override
    public String type() {
        return "php";
    }

    @Override
    public int requestSeconds() {
        return settings.requestSeconds();
    }

    @Override
    public String bodyMax() {
        return settings.bodyMax();
    }

    @Override
    public Weights weights() {
        return settings.weights();
    }

    /** php-fpm is told which file to run with every request, so it needs to know neither its peers nor the versions. */
    @Override
    public String backend(Backend order) {
        return Json.write(new BackendSettings(
                order.service(), order.clients(), settings.ini(), Environment.of(view, settings.environment()), requestSeconds(), sessions(order), order.leave()));
    }

    @Override
    public List<RoleConfig> first() {
        return password()
                .map(password -> new RoleConfig(SessionSettings.ROLE, Json.write(new SessionSettings(view.id().toString(), password)), List.of()))
                .stream()
                .toList();
    }

    /** Sessions outlive the machine. */
    @Override
    public List<VolumeNeed> firstVolumes() {
        return password().map(_ -> new VolumeNeed("sessions", SessionSettings.FOLDER, VOLUME)).stream().toList();
    }

    private Sessions sessions(Backend order) {
        return order.first().flatMap(host -> password().map(password -> new Sessions(host, password))).orElse(Sessions.IN_FILES);
    }

    private Optional<String> password() {
        return settings.sharedSessions() ? Optional.ofNullable(view.secrets().get(SESSIONS.name())).map(SecretRef::placeholder) : Optional.empty();
    }
}
