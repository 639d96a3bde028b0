package brume.director.site;

import brume.director.instance.Thing;

/** A site that knows of instances. */
record PointsUp(Thing thing) {}
