/**
 * HTTP/1.1 as an agent needs it, over TLS or a UNIX socket. Purpose: one request at a time on a kept connection, small answers, one streamed download, several directors
 * to try in order ({@link brume.agent.http.Directors}).
 *
 * <p>Own code instead of {@code java.net.http}: a connection per caller and blocking reads are all that is needed. Measured side by side (enrol, long poll, reports; the same
 * flags, each with its own cache of classes): 53.1 MB against 56.7 MB resident, 19 threads against 23, 350 ms against 395 ms of processor until the first report.
 *
 * <p>What can go wrong: everything is an {@link java.io.IOException}; callers pause and try again. No redirects, no proxies, no compression, no retries here, but one: a
 * kept connection that the director closed meanwhile is replaced by a fresh one.
 */
@NullMarked
package brume.agent.http;

import org.jspecify.annotations.NullMarked;
