package brume.director.log;

/**
 * A line of a log.
 *
 * @param at as 2026-11-20T21:00:00.123456Z, by the machine's clock
 * @param service number within the application
 * @param node number within the service
 * @param priority 0 (emergency) to 7 (debug)
 * @param source the program, or the unit, that said it
 */
record LineView(String at, int service, int node, String machine, String role, int priority, String source, String text) {}
