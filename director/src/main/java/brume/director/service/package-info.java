/**
 * Services: what a user wants of one, which nodes it should therefore have, and how far that is. Purpose: run the plan half of every service type against what is seen, and turn
 * its plan into wants of nodes and instances.
 *
 * <p>Owns tables {@code service}, {@code service_history}, {@code code} and {@code attachment}. Wants come from the API; seen columns from {@link
 * brume.director.service.ServiceReconciler}.
 *
 * <p>States, as ConPaaS names them: INIT (never started), PROLOGUE (first start or restart), RUNNING, ADAPTING (running and changing), EPILOGUE (stopping or being deleted),
 * STOPPED, ERROR (cannot go on by itself; the text says what is needed). Any state may be stopped or deleted.
 *
 * <p>Who wakes whom: a want or a changed node wakes the service; changed exports wake its siblings; a changed state wakes the application.
 *
 * <p>Stopping stops the machines and keeps their disks; deleting removes machines, volumes, addresses, secrets and code.
 */
@NullMarked
package brume.director.service;

import org.jspecify.annotations.NullMarked;
