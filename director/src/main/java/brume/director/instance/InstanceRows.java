package brume.director.instance;

import brume.core.driver.Flavor;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.id.InstanceId;
import brume.core.id.SiteId;
import brume.core.id.VolumeId;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import brume.director.db.Life;
import brume.director.db.generated.tables.records.InstanceRecord;
import brume.director.db.generated.tables.records.VolumeRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** From table rows to records. */
final class InstanceRows {
    private InstanceRows() {}

    static Instance instance(InstanceRecord row, List<Volume> volumes) {
        Flavor flavor = new Flavor(new Millicores(row.getCpuMillicores()), new Bytes(row.getMemoryBytes()), new Bytes(row.getDiskBytes()));
        InstanceWant want = new InstanceWant(
                InstanceId.parse(row.getId()),
                SiteId.parse(row.getSiteId()),
                row.getName(),
                row.getImage(),
                flavor,
                row.getAgent(),
                Power.valueOf(row.getWantPower()),
                volumes.stream().map(Volume::want).toList());
        return new Instance(
                want,
                volumes,
                Optional.ofNullable(row.getAddress()),
                Life.valueOf(row.getLife()),
                row.getCreatedAt(),
                row.getGeneration(),
                row.getLosses(),
                Optional.ofNullable(row.getCreateAskedAt()),
                seen(row),
                Optional.ofNullable(row.getMissingSinceAt()),
                Optional.ofNullable(row.getDeadAt()));
    }

    static Volume volume(VolumeRecord row) {
        VolumeWant want = new VolumeWant(VolumeId.parse(row.getId()), row.getName(), row.getPath(), new Bytes(row.getSizeBytes()));
        return new Volume(want, row.getSeenThere());
    }

    static String text(List<String> addresses) {
        return String.join(" ", addresses);
    }

    private static Optional<Instance.Seen> seen(InstanceRecord row) {
        return Optional.ofNullable(row.getSeenRef())
                .map(ref -> new Instance.Seen(
                        new ProviderRef(ref),
                        PowerState.valueOf(Objects.requireNonNull(row.getSeenPower())),
                        row.getSeenAddresses().isEmpty() ? List.of() : List.of(row.getSeenAddresses().split(" ", -1)),
                        row.getSeenHost(),
                        Objects.requireNonNull(row.getSeenAt())));
    }
}
