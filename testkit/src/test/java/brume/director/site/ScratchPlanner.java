package brume.director.site;

/** Keeps what it works out in a private object, as it may. */
final class ScratchPlanner {
    private int sum;

    private ScratchPlanner() {}

    static int plan(int... parts) {
        ScratchPlanner scratch = new ScratchPlanner();
        for (int part : parts) {
            scratch.add(part);
        }
        return scratch.sum;
    }

    private void add(int part) {
        sum += part;
    }
}
