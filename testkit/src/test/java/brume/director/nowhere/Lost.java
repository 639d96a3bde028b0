package brume.director.nowhere;

/** In a package that nobody gave a height. */
record Lost() {}
