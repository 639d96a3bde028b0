/**
 * The rules that a machine checks, as the design states them: which module may know which, what each room may do, and how the code is written. Purpose: a rule that is only
 * written down is broken within a month.
 *
 * <p>Rules over classes are {@code ArchRule}s, made by the static methods of {@link brume.testkit.rules.ModuleRules}, {@link brume.testkit.rules.RoomRules} and
 * {@link brume.testkit.rules.CodeRules}; rules over text are in {@link brume.testkit.rules.SourceRules}. Exceptions are places with a name and a reason
 * ({@link brume.testkit.rules.NamedPlaces}), never a weaker rule. One test, where all modules are in sight, applies them to everything.
 */
@NullMarked
package brume.testkit.rules;

import org.jspecify.annotations.NullMarked;
