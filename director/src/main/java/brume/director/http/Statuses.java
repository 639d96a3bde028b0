package brume.director.http;

import org.eclipse.jetty.http.HttpStatus;

/** Statuses in words, and the problems that come from below the routes. */
final class Statuses {
    private Statuses() {}

    static String title(int status) {
        return switch (status) { // two that the server's list knows by their old names (RFC 9110, section 15.5)
            case 413 -> "Content Too Large";
            case 422 -> "Unprocessable Content";
            default -> HttpStatus.getMessage(status);
        };
    }

    /** The problem for a status that no handler gave: an unknown path, a broken request line, headers too large. */
    static ProblemView problem(int status) {
        return switch (status) {
            case 400 -> ProblemView.of(400, "malformed-request", "The request is not understood.");
            case 404 -> ProblemView.of(404, "no-such-path", "There is nothing at this path.");
            case 405 -> ProblemView.of(405, "method-not-allowed", "This path does not have this method; see the Allow header.");
            case 408 -> ProblemView.of(408, "too-slow", "The request came too slowly.");
            case 413 -> ProblemView.of(413, "too-large", "The request is too large.");
            case 414 -> ProblemView.of(414, "path-too-long", "The path is too long.");
            case 415 -> ProblemView.of(415, "unsupported-media-type", "The body is of a media type that this path does not take.");
            case 431 -> ProblemView.of(431, "headers-too-large", "The headers of the request are too large.");
            case 505 -> ProblemView.of(505, "http-version", "HTTP/1.1 and HTTP/2 are spoken here.");
            case 503 -> ProblemView.of(503, "busy", "The director cannot answer now.");
            default -> status < 500
                    ? ProblemView.of(status, "malformed-request", "The request is not understood.")
                    : ProblemView.of(status, "internal-error", "Something went wrong in the director; its log says more.");
        };
    }
}
