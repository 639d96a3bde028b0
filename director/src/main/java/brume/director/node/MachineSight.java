package brume.director.node;

/**
 * What a node's planner needs to know of its machine.
 *
 * @param gone the instance row is dead or no more
 * @param wantedOn whether the machine is wanted running
 * @param running whether the site shows it running
 */
record MachineSight(boolean gone, boolean wantedOn, boolean running) {}
