/** Tests of the node half: texts, parsers, the scripts run for real in a folder, and the roles on a machine that answers by script. */
@NullMarked
package brume.service.mysql.node;

import org.jspecify.annotations.NullMarked;
