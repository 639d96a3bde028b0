/**
 * Brings this machine's roles to their config. Purpose: what a reconciler is to the director, on one machine: {@link brume.agent.role.RolePlanner} looks at
 * every {@link brume.agent.role.RoleStatus} and says which steps to begin, {@link brume.agent.role.RoleRunner} runs them and writes down what came of it.
 *
 * <p>States of a role: INIT until its turn; STARTING while it is brought the first time; RUNNING from then on (also while a newer config is brought, with the generation it
 * serves by); FAILED with the reason, tried again after a pause that grows to half a minute; STOPPING and STOPPED when the config names it no more.
 *
 * <p>Order: roles that the config names no more are stopped first, the last one first; then roles are brought in the config's order, each as soon as the ones before it
 * were tried. Only {@code startup} has to succeed before the others begin. One role is touched by one thread at a time; different roles may be at work side by side.
 *
 * <p>The latest config wins: a step for a role whose config changed meanwhile is interrupted, and what came of it is forgotten. A role that was brought and is found not
 * running is brought again.
 */
@NullMarked
package brume.agent.role;

import org.jspecify.annotations.NullMarked;
