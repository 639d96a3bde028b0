package brume.director.site;

/** Makes passes. */
final class WrongReconciler {
    private final String name;

    WrongReconciler(String name) {
        this.name = name;
    }

    String reconcile() {
        return name;
    }
}
