package brume.director.instance;

/** Writes the first orders of agents. */
@FunctionalInterface
public interface Bootstraps {
    /** Orders for the agent in the machine of the row's current generation. */
    String text(Instance row);
}
