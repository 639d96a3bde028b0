package brume.service.web;

import brume.core.agent.RoleConfig;
import brume.core.service.VolumeNeed;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What one kind of web service adds to the planner that all of them share. Made for one view of one service; pure. */
public interface Hosting {
    /** Name of the service type, such as {@code php}. */
    String type();

    /** After so many seconds a request is ended. */
    int requestSeconds();

    /** Largest request body in nginx's notation, such as {@code 8M}; {@code 0} is unlimited. */
    String bodyMax();

    /** So long a request may be open, its upload by a slow line included. */
    default int openSeconds() {
        return requestSeconds() + Uploads.seconds(bodyMax());
    }

    /** How much of the requests each node gets. */
    Weights weights();

    /** Settings of a backend, as text that has at least a {@code leave}. */
    String backend(Backend order);

    /** Settings of a web, as text that has at least what {@link WebSettings} has. */
    default String web(WebSettings settings) {
        return Json.write(settings);
    }

    /** Roles that node 1, which stays as long as the service, has besides; they are brought before its others. */
    default List<RoleConfig> first() {
        return List.of();
    }

    /** Volumes of node 1. */
    default List<VolumeNeed> firstVolumes() {
        return List.of();
    }

    /**
     * What the planner decided for a backend.
     *
     * @param service text form of the service's id
     * @param clients addresses of the webs, or {@link Json#SELF}: who may ask
     * @param peers addresses of all backends, itself as {@link Json#SELF}
     * @param versions ids of the code versions that some web asks for or will ask for
     * @param first address of node 1, or {@link Json#SELF}; empty while it has none
     */
    record Backend(String service, List<String> clients, List<String> peers, List<String> versions, Optional<String> first, Leave leave) {
        public Backend {
            Objects.requireNonNull(service);
            clients = List.copyOf(clients);
            peers = List.copyOf(peers);
            versions = List.copyOf(versions);
            Objects.requireNonNull(first);
            Objects.requireNonNull(leave);
        }
    }
}
