package brume.director.site;

import brume.core.driver.CloudDriver;

/** Reconciles, calls a driver, and remembers. */
final class WrongRoutes {
    private final CloudDriver driver;
    private String last = "";

    WrongRoutes(CloudDriver driver) {
        this.driver = driver;
    }

    String handle() {
        last = last + new WrongReconciler("x").reconcile() + driver.list().size();
        return last;
    }
}
