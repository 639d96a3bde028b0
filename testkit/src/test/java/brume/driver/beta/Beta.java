package brume.driver.beta;

import brume.driver.alpha.Alpha;

/** A driver that sees another. */
record Beta(Alpha alpha) {}
