/** Tests of the plan half: scripts whose plans are compared as text, and random worlds in which a model of Galera obeys the plans. */
@NullMarked
package brume.service.mysql;

import org.jspecify.annotations.NullMarked;
