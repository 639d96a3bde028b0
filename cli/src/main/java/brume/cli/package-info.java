/**
 * The command line. Purpose: everything that the HTTP API can do, from a terminal or a script; it speaks HTTP and nothing else.
 *
 * <p>{@link brume.cli.Main} names the commands. Each command reads its arguments, makes calls through {@link brume.cli.Api}, waits with progress through {@link
 * brume.cli.Waiting} and prints through {@link brume.cli.Output}. Results go to standard output, progress and errors to standard error, so that a script can read
 * the one without the other.
 *
 * <p>Exit codes: {@link brume.cli.ExitCode}.
 */
@NullMarked
package brume.cli;

import org.jspecify.annotations.NullMarked;
