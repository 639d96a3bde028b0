/**
 * The plan half of what web services share: which nodes carry proxy, web and backend, and in which order they are told of each other. Purpose: an
 * application is served by as many nodes as wanted, and <b>no request fails while nodes, code versions and settings change</b>.
 *
 * <p><b>The way of a request.</b> HAProxy (role {@code proxy}, port 80) → nginx (role {@code web}, port 8080, static files) → the program that runs the
 * application (role {@code backend}, port 9000). The proxy of node 1 is the address of the service and never moves.
 *
 * <p><b>Placement</b> ({@link brume.service.web.Placement}). Counts are the total number of nodes that carry a role. One web or one backend sits on node 1
 * with the proxy (the packed node). Two or more sit on nodes of their own, and node 1 gives the role up: the first backend that is added makes two
 * dedicated ones. Back at one, the role is packed on node 1 again. Proxies beyond the first have nodes of their own.
 *
 * <p><b>Order of naming</b> ({@link brume.service.web.Upstreams}). A backend is named to a web only once it reports RUNNING, with the code version that the
 * web serves on its disk and the web among its allowed clients. A web is named to a proxy only once it reports RUNNING with a backend that runs. Inside a
 * node that does not serve yet the order of bringing (backend, web, proxy) takes the place of reports, so that a packed node starts in one go.
 *
 * <p><b>Order of leaving</b> ({@link brume.service.web.Departure}). A backend that should go stays, with its role, as long as it stands in for a wanted one that
 * does not serve yet; then no web is told of it any more; when no web reports it any more it is told to leave and to report; when it then reports no open request,
 * or the longest time of a request is over, the role or the node goes. Webs leave the same way with respect to proxies.
 *
 * <p><b>Weights</b> ({@link brume.service.web.Weights}) are told beside the names, so that changing one is a reload like any other. One with the weight 0 stays named, so that it can serve as
 * soon as nobody else does.
 *
 * <p><b>Activation.</b> All backends and webs get the new version beside the old one. A web switches once it has the version and every backend that can be asked has
 * it; a backend without it is not named until it has it. The version before stays on disk.
 *
 * <p><b>Members that do not report</b> may be dead, or serve on by their last orders. A backend that does not report stays named as long as the version does not
 * change: nginx passes it over when it does not answer. A web that does not report is taken out of the proxies, if another web serves, as soon as something waits for
 * it: a change of the version at once, a leaving backend after {@link brume.service.web.Departure#CUT_WEB_PATIENCE}. A proxy has nothing before it that could pass it over: a
 * leaving web waits for it {@link brume.service.web.Departure#CUT_PROXY_PATIENCE}.
 *
 * <p><b>What a service type adds</b> ({@link brume.service.web.Hosting}): its name, its limits, and the settings of its backends.
 *
 * <p>Everything is decided anew from the view at every call; the only memory is what the last plan wrote into the settings of the roles. Planning the planned
 * world gives the same plan.
 */
@NullMarked
package brume.service.web;

import org.jspecify.annotations.NullMarked;
