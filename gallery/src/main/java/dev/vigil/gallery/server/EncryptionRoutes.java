package dev.vigil.gallery.server;

import dev.vigil.gallery.client.EncryptionStatus;
import dev.vigil.gallery.event.DataKey;
import dev.vigil.gallery.event.EncryptionSettings;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.log.Change;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.seal.Vault;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** {@code /v1/encryption}: which keys the log needs, and their rotation. */
final class EncryptionRoutes implements Routes {
    private static final String ID = "encryption";
    private static final GalleryKey KEY = new GalleryKey.OfSetting(ID);

    private final Writes writes;
    private final GalleryLog log;
    private final Vault vault;

    EncryptionRoutes(Writes writes, GalleryLog log, Vault vault) {
        this.writes = writes;
        this.log = log;
        this.vault = vault;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        new DescribedRoutes(routes)
                .get(
                        "/v1/encryption",
                        Role.ADMIN,
                        Operation.of("Shows which keys the log needs.")
                                .answers(200, EncryptionStatus.class, "Which keys."),
                        ctx -> ctx.json(status()))
                .post(
                        "/v1/encryption/rotate",
                        Role.ADMIN,
                        Operation.of("Has every data key wrapped by the first key, and everything sealed anew.")
                                .answers(202, EncryptionStatus.class, "It is done in the background."),
                        this::rotate);
    }

    private EncryptionStatus status() {
        Collection<DataKey> dataKeys = vault.dataKeys().keySet();
        List<String> known = vault.keks();
        Set<String> ids = new LinkedHashSet<>(known);
        dataKeys.forEach(key -> ids.add(key.kek()));
        List<EncryptionStatus.Key> keys = ids.stream()
                .map(id -> new EncryptionStatus.Key(
                        id,
                        id.equals(known.isEmpty() ? "" : known.get(0)),
                        dataKeys.stream().filter(key -> key.kek().equals(id)).count()))
                .toList();
        return new EncryptionStatus(
                vault.seals(),
                keys,
                vault.rotatedAt().orElse(null),
                IntStream.range(0, log.partitions())
                        .filter(vault::isResealing)
                        .boxed()
                        .toList());
    }

    /** Every replica reads its keys anew when it reads the record, and does its part in the background. */
    private void rotate(Context ctx) {
        if (!vault.seals()) {
            throw new UserError(
                    409, "The gallery is not encrypted (gallery.encryption says none): there is nothing to rotate.");
        }
        vault.reload();
        writes.write(ctx, ID, "encryption.rotate", KEY, (state, now) -> {
            EncryptionSettings next = new EncryptionSettings(afterEveryKey(now));
            return Plan.of(next, new Change(KEY, next));
        });
        ctx.status(202).json(status());
    }

    /** Clocks differ: a data key that seems to be of later is rotated too. */
    private Instant afterEveryKey(Instant now) {
        return vault.dataKeys().keySet().stream()
                .map(key -> key.createdAt().plusMillis(1))
                .filter(now::isBefore)
                .max(Instant::compareTo)
                .orElse(now);
    }
}
