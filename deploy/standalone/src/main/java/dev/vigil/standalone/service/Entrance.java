package dev.vigil.standalone.service;

import dev.vigil.gallery.access.KeyMirror;
import dev.vigil.gallery.client.KeysClient;
import dev.vigil.runtime.config.Secret;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Access;
import dev.vigil.runtime.http.Authenticator;
import dev.vigil.runtime.http.ClientAddresses;
import dev.vigil.runtime.http.KeyRing;
import dev.vigil.runtime.http.Lockout;
import dev.vigil.runtime.http.Sessions;
import dev.vigil.runtime.tls.Trust;
import dev.vigil.runtime.token.TokenVerifier;
import dev.vigil.standalone.lifecycle.Closing;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who may enter a service, as the configuration says: its own keys first, then the gallery's, then tokens. */
final class Entrance {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final VigilConfig config;
    private final List<KeyConfig> keys;

    /**
     * Reads what the configuration says.
     *
     * @throws UserError if nobody could enter
     */
    Entrance(VigilConfig config, boolean isGallery) {
        this.config = config;
        this.keys = new ArrayList<>(config.access().keys());
        keys.addAll(config.http().keys());
        Set<String> ids = new HashSet<>();
        keys.forEach(key -> {
            if (!ids.add(key.id())) {
                throw new UserError("Two keys bear the id '" + key.id() + "': ids must differ.");
            }
        });
        boolean others = config.access().jwt().enabled()
                || (!isGallery && config.galleryAccess().key() != null);
        if (keys.isEmpty() && !others) {
            throw new UserError(
                    "access.keys is empty, so that nobody could use the service: './vigil keys add ID --role admin --offline' makes one.");
        }
    }

    /** Of the gallery, which has its keys at hand. */
    Access of(Authenticator gallerysKeys) {
        return access(List.of(gallerysKeys));
    }

    /** Of a service elsewhere, which asks the gallery for its keys where it has a key for that. */
    Access elsewhere(Closing closing) {
        Secret key = config.galleryAccess().key();
        if (key == null) {
            return access(List.of());
        }
        KeysClient gallery = new KeysClient(
                URI.create(config.galleryAccess().url()),
                key.reveal(),
                TIMEOUT,
                Trust.of(config.galleryAccess().ca()));
        AccessConfig access = config.access();
        return access(List.of(closing.add(
                "the copy of the keys",
                KeyMirror.start(gallery, access.keysEvery(), access.keysOutlive(), Clock.systemUTC()))));
    }

    private Access access(List<Authenticator> gallerysKeys) {
        AccessConfig access = config.access();
        KeyRing ring = new KeyRing();
        keys.forEach(key -> ring.add(key.hash(), key.principal()));
        List<Authenticator> all = new ArrayList<>();
        all.add(ring);
        all.addAll(gallerysKeys);
        if (access.jwt().enabled()) {
            all.add(new TokenVerifier(access.jwt()));
        }
        return new Access(Authenticator.firstOf(all), new Sessions(Clock.systemUTC()))
                .with(
                        new Lockout(
                                access.lockout().attempts(), access.lockout().window(), Clock.systemUTC()),
                        new ClientAddresses(access.trustedProxies()));
    }
}
