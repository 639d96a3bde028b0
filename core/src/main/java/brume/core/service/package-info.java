/**
 * The plan half of a service: a {@link brume.core.service.ServiceType} says which nodes should exist with which roles and settings, as a pure function
 * of what is wanted and what the nodes report. Purpose: everything a service decides is in one place without I/O, and can be tested as text.
 *
 * <p>Planning is level-triggered: the planner is called again after every change and stages its moves by what it sees. A new backend is named to the proxies
 * only once it reports RUNNING; a leaving one stays in the plan until no proxy reports it any more.
 */
@NullMarked
package brume.core.service;

import org.jspecify.annotations.NullMarked;
