package brume.service.php;

import brume.core.problem.Problem;
import brume.core.service.Member;
import brume.core.service.Removal;
import brume.core.service.RoleDef;
import brume.core.service.SecretDef;
import brume.core.service.ServicePlan;
import brume.core.service.ServiceSpec;
import brume.core.service.ServiceType;
import brume.core.service.ServiceView;
import brume.service.web.Environment;
import brume.service.web.WebPlanner;
import brume.service.web.WebRoles;
import brume.service.web.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PHP applications behind HAProxy and nginx. What it does and why: the description of the package. */
public final class PhpService implements ServiceType {
    private static final WebRoles ROLES = WebRoles.of(
            "A PHP service",
            "Serves static files (nginx, port 8080) and hands PHP to the backends.",
            "Runs the PHP code (php-fpm, port 9000).");

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
        return ROLES.all();
    }

    @Override
    public List<SecretDef> secrets() {
        return List.of(Environment.APP_SECRET, PhpHosting.SESSIONS);
    }

    @Override
    public boolean takesCode() {
        return true;
    }

    @Override
    public List<Problem> check(ServiceSpec spec) {
        List<Problem> problems = new ArrayList<>(ROLES.check(spec.counts()));
        problems.addAll(PhpSettings.read(spec.settings()).problems());
        return problems;
    }

    @Override
    public int machines(Map<String, Integer> counts) {
        return ROLES.machines(counts);
    }

    @Override
    public Optional<String> weigh(String settings, int ordinal, int weight) {
        return Optional.of(Weights.set(settings, ordinal, weight));
    }

    @Override
    public ServicePlan plan(ServiceView view) {
        return WebPlanner.plan(view, new PhpHosting(PhpSettings.read(view.settings()).settings(), view));
    }

    @Override
    public Removal remove(Map<String, Integer> counts, List<Member> members, int ordinal) {
        return ROLES.remove(name(), counts, members, ordinal);
    }
}
