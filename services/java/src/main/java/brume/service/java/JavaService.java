package brume.service.java;

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

/** Web applications in Java behind HAProxy and nginx. What it does and why: the description of the package. */
public final class JavaService implements ServiceType {
    /** Encrypts what the Tomcats of the service tell each other. */
    static final SecretDef SESSION_KEY = new SecretDef("session_key", 64);

    private static final WebRoles ROLES = WebRoles.of(
            "A Java service",
            "Serves static files (nginx, port 8080) and hands the rest to the backends.",
            "Runs the web application (Tomcat, port 9000).");

    @Override
    public String name() {
        return "java";
    }

    @Override
    public String defaultName() {
        return "New Java service";
    }

    @Override
    public List<RoleDef> roles() {
        return ROLES.all();
    }

    @Override
    public List<SecretDef> secrets() {
        return List.of(Environment.APP_SECRET, SESSION_KEY);
    }

    @Override
    public boolean takesCode() {
        return true;
    }

    @Override
    public List<Problem> check(ServiceSpec spec) {
        List<Problem> problems = new ArrayList<>(ROLES.check(spec.counts()));
        problems.addAll(JavaSettings.read(spec.settings()).problems());
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
        return WebPlanner.plan(view, new JavaHosting(JavaSettings.read(view.settings()).settings(), view));
    }

    @Override
    public Removal remove(Map<String, Integer> counts, List<Member> members, int ordinal) {
        return ROLES.remove(name(), counts, members, ordinal);
    }
}
