package brume.core.driver;

import java.util.List;

/** Facet: disks that outlive the machine they are attached to. */
public interface Volumes {
    /** Every volume that carries this deployment's tag. */
    List<ObservedVolume> list();

    /** Makes the volume; no effect when one of that name and our tag is there. */
    ObservedVolume create(VolumeSpec spec);

    /** Removes it with its data; no effect when there is none. {@link DriverException.Rejected} with {@code in-use} while attached. */
    void remove(String name);
}
