package brume.director.identity;

import static brume.director.db.generated.Tables.CERTIFICATE;

import brume.core.id.InstanceId;
import java.time.Instant;
import org.jooq.DSLContext;

/** Certificates that were issued to agents. A serial that is not here was not issued by this director, whatever it says. */
public final class CertificateStore {
    void want(DSLContext tx, String serial, String subject, InstanceId instance, Instant expiresAt, Instant now) {
        tx.insertInto(CERTIFICATE)
                .set(CERTIFICATE.SERIAL, serial)
                .set(CERTIFICATE.SUBJECT, subject)
                .set(CERTIFICATE.INSTANCE_ID, instance.toString())
                .set(CERTIFICATE.EXPIRES_AT, expiresAt)
                .set(CERTIFICATE.CREATED_AT, now)
                .execute();
    }

    /** Whether the serial was issued, is not revoked and has not expired. */
    boolean valid(DSLContext tx, String serial, Instant now) {
        return tx.fetchExists(
                CERTIFICATE, CERTIFICATE.SERIAL.eq(serial), CERTIFICATE.REVOKED_AT.isNull(), CERTIFICATE.EXPIRES_AT.gt(now));
    }

    void wantRevoked(DSLContext tx, InstanceId instance, Instant now) {
        tx.update(CERTIFICATE)
                .set(CERTIFICATE.REVOKED_AT, now)
                .where(CERTIFICATE.INSTANCE_ID.eq(instance.toString()), CERTIFICATE.REVOKED_AT.isNull())
                .execute();
    }

    /** Forgets what expired before the time: it is refused for its age already. */
    void trim(DSLContext tx, Instant expiredBefore) {
        tx.deleteFrom(CERTIFICATE).where(CERTIFICATE.EXPIRES_AT.lt(expiredBefore)).execute();
    }
}
