/**
 * The node half of the service {@code php}: php-fpm, and what nginx does for PHP. HAProxy, nginx and the code versions are those of every web service:
 * {@link brume.service.web.node}.
 *
 * <p><b>php-fpm</b> ({@link brume.service.php.node.BackendRole}) cannot reload without a pause as long as its longest request. So its port belongs to a systemd socket,
 * every configuration gets an instance of its own on that socket, and the one before is told to finish its requests and go. Each connection carries one request, because an
 * idle one would occupy one of its few processes. Secrets are in files that only root reads.
 *
 * <p><b>Sessions</b> are in one Redis on node 1 ({@link brume.service.php.node.SessionRole}), on a volume. PHP's extension gives up when it is not answered, so each backend reaches it by a
 * HAProxy that waits ({@link brume.service.php.node.SessionLink}).
 *
 * <p><b>What is unfinished when the agent dies</b> is seen by the next bring: a configuration counts as loaded only once it is written down after the reload.
 */
@NullMarked
package brume.service.php.node;

import org.jspecify.annotations.NullMarked;
