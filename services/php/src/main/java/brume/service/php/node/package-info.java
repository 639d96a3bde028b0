/**
 * The node half of the service {@code php}: brings HAProxy, nginx and php-fpm to their settings on one machine. Purpose: every change of a running program is made in
 * such a way that no request is lost, and what is reported afterwards is what requests really meet.
 *
 * <p><b>Files.</b> Configurations in {@code /etc/brume-php}; units {@code brume-php-*} of our own in {@code /etc/systemd/system}, so that Debian's units, sites and pools
 * stay out of it; code versions in {@code /srv/brume/php/ID/www}; what runs and since when in {@code /run/brume-php}, gone with the processes when the machine
 * goes. Secrets are in the environment files of php-fpm only, readable for root. Logs go to the journal, which is bounded; successful requests are not logged.
 *
 * <p><b>nginx and HAProxy</b> ({@link brume.service.php.node.Daemon}) take a new configuration by reload: new worker processes serve new connections, old ones finish
 * theirs by the old configuration. So a list of addresses is in use until the last worker that was started with it has ended, and until then it is reported. Between
 * HAProxy and nginx, and between nginx and php-fpm, each connection carries one request: a connection that is kept open may be closed by one side at the moment the
 * other sends a request, and a POST that is lost so cannot be repeated; and an idle connection would occupy one of the few processes of php-fpm.
 *
 * <p><b>php-fpm</b> ({@link brume.service.php.node.BackendRole}) cannot reload without a pause as long as its longest request. So its port belongs to a systemd socket,
 * every configuration gets an instance of its own on that socket, and the one before is told to finish its requests and go.
 *
 * <p><b>What is unfinished when the agent dies</b> is seen by the next bring: a configuration counts as loaded only once it is written down after the reload.
 */
@NullMarked
package brume.service.php.node;

import org.jspecify.annotations.NullMarked;
