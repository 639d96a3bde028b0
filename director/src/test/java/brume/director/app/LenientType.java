package brume.director.app;

import brume.core.problem.Problem;
import brume.core.service.RoleDef;
import brume.core.service.SecretDef;
import brume.core.service.ServicePlan;
import brume.core.service.ServiceSpec;
import brume.core.service.ServiceType;
import brume.core.service.ServiceView;
import brume.director.service.ServiceTypes;
import java.util.List;

/** Takes any settings: what they mean is the types' own matter. */
record LenientType(String name, List<String> roleNames, boolean takesCode, List<SecretDef> secrets) implements ServiceType {
    /** Those of {@link brume.director.revision.Wild}. */
    static final ServiceTypes ALL = new ServiceTypes(List.of(
            new LenientType("php", List.of("proxy", "web", "backend"), true, List.of()),
            new LenientType("mysql", List.of("mysql", "glb"), false, List.of(new SecretDef("password", 32)))));

    @Override
    public String defaultName() {
        return "New " + name;
    }

    @Override
    public List<RoleDef> roles() {
        return roleNames.stream().map(r -> new RoleDef(r, 0, 1, 9, r.equals(roleNames.getFirst()), "")).toList();
    }

    @Override
    public List<Problem> check(ServiceSpec spec) {
        return List.of();
    }

    @Override
    public ServicePlan plan(ServiceView view) {
        throw new UnsupportedOperationException("nothing is planned here");
    }
}
