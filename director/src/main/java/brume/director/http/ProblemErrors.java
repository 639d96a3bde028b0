package brume.director.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.ee10.servlet.ErrorHandler;

/** Errors that never reach a route, such as a request line that is no HTTP, as problem documents. Tells nothing of what went wrong inside. */
final class ProblemErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() >= 400 ? response.getStatus() : 500;
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemView.MEDIA_TYPE);
        response.write(true, ByteBuffer.wrap(Json.bytes(Statuses.problem(status))), callback);
        return true;
    }
}
