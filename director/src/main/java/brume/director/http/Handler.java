package brume.director.http;

import java.io.IOException;

/**
 * What a route does: reads the {@link Call}, writes what is wanted in one transaction, answers. Runs on a virtual thread and may block.
 *
 * <p>Mistakes of the caller are thrown as {@link Refusal}. An {@link IOException} means that the connection broke; an interrupt, that the director closes.
 */
@FunctionalInterface
public interface Handler {
    Reply handle(Call call) throws IOException, InterruptedException;
}
