/**
 * The node half of the service {@code java}: Tomcat, and what nginx does for Java. HAProxy, nginx and the code versions are those of every web service: {@link brume.service.web.node}.
 *
 * <p><b>Which requests are for Tomcat</b> ({@link brume.service.java.node.Routes}). Every {@code url-pattern} of {@code WEB-INF/web.xml}, be it of a servlet, a filter, a security constraint
 * or a group of JSPs, and JSPs themselves; then whatever is no file of the war, which is where servlets by annotation are. Only plain files that nothing lays claim to are served by nginx, and
 * nothing below {@code WEB-INF} and {@code META-INF}. What filters and constraints by annotation guard is not seen: applications that have some set {@code static_files} to
 * {@code backend}.
 *
 * <p><b>Tomcats</b> ({@link brume.service.java.node.BackendRole}). The port of the backend belongs to a HAProxy of its own, the front, which hands each request to the Tomcat of the version that
 * the web asks for. A Tomcat has a slot: a folder (CATALINA_BASE), a port of the loopback and one for the cluster. A version, or a change of environment or heap, gets a new Tomcat in a free slot; when
 * it is healthy the front is reloaded; then the one before is told to end, which it does when it has no more requests. A Tomcat that will not start leaves what serves as it is.
 *
 * <p><b>Sessions.</b> The cluster is Tomcat's own: DeltaManager over a static list of members, each session on every node. Messages are acknowledged before a request ends, encrypted and
 * authenticated with a key of the service, because what they carry is deserialised. nginx sends a session to the same backend as long as it can, so that requests of one session that
 * run at the same time meet the same memory.
 */
@NullMarked
package brume.service.java.node;

import org.jspecify.annotations.NullMarked;
