/** Each rule finds what breaks it, in the classes beside these tests that do so on purpose, and leaves the rest alone. */
@NullMarked
package brume.testkit.rules;

import org.jspecify.annotations.NullMarked;
