package brume.service.web;

import java.util.List;
import java.util.Objects;

/** What one kind of web service adds to the planner that all of them share. Made for one view of one service; pure. */
public interface Hosting {
    /** Name of the service type, such as {@code php}. */
    String type();

    /** After so many seconds a request is ended. */
    int requestSeconds();

    /** Largest request body in nginx's notation, such as {@code 8M}; {@code 0} is unlimited. */
    String bodyMax();

    /** Settings of a backend, as text that has at least a {@code leave}. */
    String backend(Backend order);

    /** Settings of a web, as text that has at least what {@link WebSettings} has. */
    default String web(WebSettings settings) {
        return Json.write(settings);
    }

    /**
     * What the planner decided for a backend.
     *
     * @param service text form of the service's id
     * @param clients addresses of the webs, or {@link Json#SELF}: who may ask
     * @param peers addresses of all backends, itself as {@link Json#SELF}
     * @param versions ids of the code versions that some web asks for or will ask for
     */
    record Backend(String service, List<String> clients, List<String> peers, List<String> versions, Leave leave) {
        public Backend {
            Objects.requireNonNull(service);
            clients = List.copyOf(clients);
            peers = List.copyOf(peers);
            versions = List.copyOf(versions);
            Objects.requireNonNull(leave);
        }
    }
}
