package brume.director.site;

import brume.driver.alpha.Alpha;

/** May not name a driver. */
public record NamesADriver(Alpha alpha) {}
