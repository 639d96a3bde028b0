/**
 * The HTTP edge. Purpose: one declared table of {@link brume.director.http.Route}s feeds routing, authorization, validation and the OpenAPI document, so that they cannot
 * disagree.
 *
 * <p>Two doors (listeners), HTTPS only: {@code /api/v1} for people and their programs, {@code /agent/v1} for agents, which show a client certificate. A request goes
 * through the same stations everywhere: route, caller, access, query parameters, idempotency key, audit, body, handler, answer. Every failure, from whatever station, leaves as one
 * RFC 9457 problem document that lists all mistakes.
 *
 * <p>Owns the tables {@code audit} and {@code idempotency}. Mutations answer 202 with a generation; clients wait by {@code ?ready=GEN&wait=60}, which is woken by the
 * {@link brume.director.http.Bell} and never polls, or follow {@code /events}. What can go wrong: a client that is slow (cut off by a minimum rate), that asks for too much
 * (named limits, 413), that repeats itself (idempotency keys), that cannot keep up with events (disconnected, resumes by its token).
 */
@NullMarked
package brume.director.http;

import org.jspecify.annotations.NullMarked;
