package brume.service.php;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.service.RoleDef;
import brume.core.service.SecretDef;
import brume.core.service.ServicePlan;
import brume.core.service.ServiceSpec;
import brume.core.service.ServiceType;
import brume.core.service.ServiceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** PHP applications behind HAProxy and nginx. What it does and why: the description of the package. */
public final class PhpService implements ServiceType {
    /** Name of the random text that every application may use for its own signatures; reaches it as {@code BRUME_APP_SECRET}. */
    static final String APP_SECRET = "app_secret";

    private static final List<RoleDef> ROLES = List.of(
            new RoleDef(PhpRole.PROXY.shortName(), 1, 1, 16, false, "Takes the requests (HAProxy, port 80) and spreads them over the webs."),
            new RoleDef(PhpRole.WEB.shortName(), 1, 1, 64, false, "Serves static files (nginx, port 8080) and hands PHP to the backends."),
            new RoleDef(PhpRole.BACKEND.shortName(), 1, 1, 128, true, "Runs the PHP code (php-fpm, port 9000)."));

    @Override
    public String name() {
        return "php";
    }

    @Override
    public String defaultName() {
        return "New PHP service";
    }

    @Override
    public List<RoleDef> roles() {
        return ROLES;
    }

    @Override
    public List<SecretDef> secrets() {
        return List.of(new SecretDef(APP_SECRET, 64));
    }

    @Override
    public boolean takesCode() {
        return true;
    }

    @Override
    public List<Problem> check(ServiceSpec spec) {
        List<Problem> problems = new ArrayList<>();
        for (Map.Entry<String, Integer> count : new TreeMap<>(spec.counts()).entrySet()) {
            checkCount(count.getKey(), count.getValue()).ifPresent(problems::add);
        }
        problems.addAll(PhpSettings.read(spec.settings()).problems());
        return problems;
    }

    @Override
    public ServicePlan plan(ServiceView view) {
        return PhpPlanner.plan(view);
    }

    private static Optional<Problem> checkCount(String role, int count) {
        Place at = Place.field("/StartupInstances/" + role.replace("~", "~0").replace("/", "~1"));
        for (RoleDef each : ROLES) {
            if (!each.name().equals(role)) {
                continue;
            }
            if (count < each.minimum()) {
                return Optional.of(Problem.at("count-too-low", "At least " + each.minimum() + " " + role + " must remain.", at));
            }
            if (count > each.maximum()) {
                return Optional.of(Problem.at("count-too-high", "A PHP service has at most " + each.maximum() + " of " + role + ".", at));
            }
            return Optional.empty();
        }
        return Optional.of(Problem.at("unknown-role", "A PHP service has the roles proxy, web and backend, not \"" + role + "\".", at));
    }
}
