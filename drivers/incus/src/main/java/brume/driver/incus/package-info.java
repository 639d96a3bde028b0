/**
 * The driver of kind {@code incus}: Incus 6 and LXD 5, whose REST APIs are siblings. Purpose: containers of one project of one daemon (or cluster) as Brume's
 * machines.
 *
 * <p>Layers, each of which knows only the one below: {@link brume.driver.incus.IncusDriver} and the facets say what is done, {@code IncusApi} speaks the
 * protocol's envelope (synchronous answers, background operations and the two shapes in which they fail), {@code HttpTransport} carries HTTP/1.1 over a UNIX
 * socket or over TLS.
 *
 * <p>What is ours: an instance or volume whose {@code user.brume.deployment} names the deployment that the driver was opened for and whose other tags can be
 * read. Everything else is treated as not there. The name of an instance holds the generation and names are unique in a project, so a repeated create
 * meets its own first result: this is how create keys are honoured.
 *
 * <p>What can go wrong: a connection that ends between a change and its reply leaves the outcome unknown, and so does every trouble while a background
 * operation is waited for, since it goes on without us. Refusals are sorted by {@code Refusals}, mostly by their English text, because failed operations carry
 * no useful code. A daemon that dies while it makes an instance leaves it behind without a disk: it is shown as failed, so that it is removed and never started.
 * Facts hold the daemon's words, cut in length, never the bootstrap text.
 *
 * <p>Facts about the two products were taken from their API documents and tried against Incus 6.0.4 and LXD 5.0.2.
 */
@NullMarked
package brume.driver.incus;

import org.jspecify.annotations.NullMarked;
