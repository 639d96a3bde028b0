package brume.director.app;

import java.util.List;

/**
 * What a manifest would change, before anything happens.
 *
 * @param app name of the application now, or of the new one
 * @param exists whether there is one
 * @param revision of what is wanted now; 0 when there is none
 * @param machines running ones, of the services for which they change
 * @param machinesBefore all of the application
 * @param creditsPerHourBefore what its running machines cost now
 * @param version to be given as {@code If-Match} to have exactly this done
 */
public record PlanView(
        String app,
        boolean exists,
        long revision,
        List<ChangeView> changes,
        List<Bill.MachinesView> machines,
        int machinesBefore,
        int machinesAfter,
        double creditsPerHourBefore,
        double creditsPerHourAfter,
        String version) {}
