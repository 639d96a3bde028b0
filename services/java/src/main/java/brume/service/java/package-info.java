/**
 * The plan half of the service {@code java}: web applications (war) on Tomcat behind HAProxy and nginx. Purpose: which settings users may change, and what Tomcat is told. Placement and the
 * order of all changes are those of every web service: {@link brume.service.web}.
 *
 * <p><b>Versions.</b> A Tomcat runs one version, and a backend runs one Tomcat for every version that some web asks for. So during an activation two run side by side; the older is told to
 * go when no web names its version any more. A backend reports as its versions those whose Tomcat answers.
 *
 * <p><b>Sessions.</b> The Tomcats of all backends are one cluster that replicates every session to everybody before a request's answer is complete. Its members are the addresses of the
 * backends, which the planner tells to each of them; whoever comes later knows those that are there, and announces itself to them. So no running Tomcat has to be told anything.
 */
@NullMarked
package brume.service.java;

import org.jspecify.annotations.NullMarked;
