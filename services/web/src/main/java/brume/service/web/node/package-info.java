/**
 * The node half of what web services share: brings HAProxy and nginx to their settings on one machine, and keeps code versions. Purpose: every change of a running program is made
 * in such a way that no request is lost, and what is reported afterwards is what requests really meet.
 *
 * <p><b>Files</b> ({@link brume.service.web.node.Paths}, where TYPE is the service type). Configurations in {@code /etc/brume-TYPE}; units {@code brume-TYPE-*} of our own in
 * {@code /etc/systemd/system}, so that Debian's units, sites and pools stay out of it; code versions in {@code /srv/brume/TYPE/ID/www}; what runs and since when in
 * {@code /run/brume-TYPE}, gone with the processes when the machine goes. Logs go to the journal, which is bounded; successful requests are not logged.
 *
 * <p><b>nginx and HAProxy</b> ({@link brume.service.web.node.Daemon}) take a new configuration by reload: new worker processes serve new connections, old ones finish
 * theirs by the old configuration. So a list of addresses is in use until the last worker that was started with it has ended, and until then it is reported. Between
 * HAProxy and nginx, and between nginx and the backend, each connection carries one request: a connection that is kept open may be closed by one side at the moment the
 * other sends a request, and a POST that is lost so cannot be repeated.
 *
 * <p><b>Who cannot be used, and why.</b> A proxy tells what HAProxy's checks say of webs that are down ({@link brume.service.web.node.WebHealth}), a web what nginx says of backends that it
 * could not connect to ({@link brume.service.web.node.BackendHealth}).
 *
 * <p><b>What a kind of application adds</b> to nginx is a {@link brume.service.web.node.Site}; its backend is its own.
 *
 * <p><b>What is unfinished when the agent dies</b> is seen by the next bring: a configuration counts as loaded only once it is written down after the reload.
 */
@NullMarked
package brume.service.web.node;

import org.jspecify.annotations.NullMarked;
