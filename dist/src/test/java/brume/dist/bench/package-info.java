/**
 * Programs that the benchmarks under {@code dist/bench} start. No tests: figures of a busy machine prove nothing, so nothing here fails a build.
 */
@NullMarked
package brume.dist.bench;

import org.jspecify.annotations.NullMarked;
