package brume.director;

import brume.driver.alpha.Alpha;

/** May name a driver. */
record Wiring(Alpha alpha) {}
