package brume.service.web.node;

import brume.core.agent.RoleConfig;
import brume.core.role.NodeSystem;
import brume.core.role.RoleException;
import java.util.List;
import java.util.Objects;

/** What a kind of application adds to nginx's configuration. */
public interface Site {
    /** The kind of service for people, such as {@code PHP}. */
    String what();

    /**
     * @param backends addresses to ask; when there are none, or no version is active, only files are served
     * @param shares how requests are spread over them
     * @param system where the code version is on disk already
     */
    Parts parts(RoleConfig config, List<String> backends, Shares shares, NodeSystem system) throws RoleException;

    /**
     * Parts of nginx's configuration.
     *
     * @param http what stands beside the server, such as upstreams; indented by four, begins with an empty line unless it is empty
     * @param index names of files that stand for their folder
     * @param locations what the server does with requests, but for the health check and hidden files; indented by eight, ends with a line's end
     */
    record Parts(String http, String index, String locations) {
        public Parts {
            Objects.requireNonNull(http);
            Objects.requireNonNull(index);
            Objects.requireNonNull(locations);
        }
    }
}
