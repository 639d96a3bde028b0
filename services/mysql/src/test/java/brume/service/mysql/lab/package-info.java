/**
 * A laboratory: the two halves of the service against real MariaDB and HAProxy in containers of this machine's Incus, with a director and agents of a few lines. Not part of any test run;
 * {@code MysqlLab} is a program that prints what happened and how long it took.
 */
@NullMarked
package brume.service.mysql.lab;

import org.jspecify.annotations.NullMarked;
