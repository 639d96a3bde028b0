package brume.director.blob;

import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Reply;
import brume.director.http.Route;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Uploads that a later request names by their digest. */
public final class BlobRoutes {
    /** Largest upload, in bytes: a database dump or an application with its media. */
    public static final long UPLOAD_BYTES_MAX = 2L << 30;

    private final BlobStore blobs;

    public BlobRoutes(BlobStore blobs) {
        this.blobs = Objects.requireNonNull(blobs);
    }

    public List<Route> routes() {
        return List.of(Route.put("/blobs", Access.USER_WRITE, "Upload a file for a later request")
                .describe("Kept for some hours unless a request names it by its digest. The same bytes are kept once.")
                .takesRaw(UPLOAD_BYTES_MAX, "The file.")
                .returns(BlobView.class)
                .to(this::put));
    }

    private Reply put(Call call) throws IOException {
        Blob blob = blobs.put(call.stream(), UPLOAD_BYTES_MAX);
        return Reply.of(new BlobView(blob.digest(), blob.size()));
    }
}
