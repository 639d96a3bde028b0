package brume.director.app;

import java.time.Instant;

/**
 * A change of what is wanted of an application, as the API shows it.
 *
 * @param number from 1; grows with every change
 * @param who made it, and by which token
 * @param text what it changed
 */
public record RevisionView(long number, Instant at, String who, String text) {}
