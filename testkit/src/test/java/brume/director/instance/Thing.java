package brume.director.instance;

import brume.director.site.NamesADriver;

/** An instance that knows of its site, as it may. */
public record Thing(NamesADriver site) {}
