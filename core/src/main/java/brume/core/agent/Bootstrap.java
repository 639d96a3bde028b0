package brume.core.agent;

import java.util.List;
import java.util.Objects;

/**
 * An agent's first orders, put in the machine by the driver.
 *
 * @param directors base URLs to try in order, such as {@code https://10.83.0.1:7444}
 * @param ca the director's certificate authority, PEM; the only one to trust
 * @param instance text form of the instance id
 * @param token one-time enrolment token; worthless once used
 */
public record Bootstrap(String deployment, List<String> directors, String ca, String instance, long generation, String token) {
    public Bootstrap {
        Objects.requireNonNull(deployment);
        directors = List.copyOf(directors);
        Objects.requireNonNull(ca);
        Objects.requireNonNull(instance);
        Objects.requireNonNull(token);
    }

    @Override
    public String toString() {
        return "Bootstrap[" + instance + "." + generation + "]"; // never the token
    }
}
