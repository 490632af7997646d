package dev.vigil.gallery.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.gallery.event.DataKey;
import dev.vigil.gallery.event.EncryptionSettings;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.runtime.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private static final GalleryKey ANN = new GalleryKey.OfPerson("ann");
    private static final byte[] JSON = "{\"name\":\"Ann\"}".getBytes(UTF_8);
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");

    @TempDir
    Path folder;

    private Path file;
    private final MovedClock clock = new MovedClock();

    private static final class MovedClock extends Clock {
        private Instant now = NOW;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @BeforeEach
    void makeKey() throws Exception {
        file = folder.resolve("keys");
        Files.writeString(file, KeyEncryptionKey.newKey());
    }

    private Vault vault() {
        return Vault.open(KeySources.of("file:" + file, Map.of()), clock);
    }

    /** Puts a new key first. */
    private void addKey() throws Exception {
        Files.writeString(file, KeyEncryptionKey.newKey() + "\n" + Files.readString(file));
    }

    private void forgetOldKeys() throws Exception {
        Files.writeString(file, Files.readString(file).lines().findFirst().orElseThrow());
    }

    private static void write(Vault vault, DataKey key) {
        vault.read(new GalleryKey.OfDataKey(key.id()), Json.bytes(key), 3);
    }

    private static Sealing sealing(Vault vault) {
        Sealing sealing = vault.sealing(3, id -> true);
        sealing.fresh().ifPresent(key -> write(vault, key));
        return sealing;
    }

    @Test
    void anotherReplicaOpensWhatOneHasSealed() {
        Vault one = vault();
        Sealing sealing = one.sealing(3, id -> id.endsWith("0"));
        DataKey key = sealing.fresh().orElseThrow();
        assertThat(key.id()).as("lies in the partition").endsWith("0");
        byte[] sealed = sealing.value(ANN, JSON);
        assertThat(new String(sealed, UTF_8)).doesNotContain("Ann");
        Vault two = vault();
        assertThatThrownBy(() -> two.read(ANN, sealed, 3)).isInstanceOf(UnknownDataKeyException.class);
        write(two, key);
        assertThat(two.read(ANN, sealed, 3)).isEqualTo(JSON);
        assertThatThrownBy(() -> two.read(new GalleryKey.OfPerson("bob"), sealed, 3))
                .as("moved to another key")
                .isInstanceOf(BrokenSealException.class);
    }

    @Test
    void aKeyIsUsedUntilItIsOldAndOnlyOnceItIsOnTheTopic() {
        Vault vault = vault();
        assertThat(vault.sealing(3, id -> true).fresh()).isPresent();
        assertThat(sealing(vault).fresh()).as("the first was never written").isPresent();
        assertThat(sealing(vault).fresh()).isEmpty();
        assertThat(vault.sealing(4, id -> true).fresh()).as("another partition").isPresent();
        clock.now = NOW.plus(Vault.MOST_AGE);
        assertThat(sealing(vault).fresh()).isPresent();
        clock.now = NOW.minus(Duration.ofDays(9));
        assertThat(sealing(vault).fresh())
                .as("a clock that jumps back makes no more")
                .isEmpty();
    }

    @Test
    void onlyWhatIsPersonalIsSealedAndPlainIsReadToo() {
        Vault vault = vault();
        Sealing sealing = sealing(vault);
        GalleryKey watchlist = new GalleryKey.OfWatchlist("vip");
        assertThat(sealing.value(watchlist, JSON)).isEqualTo(JSON);
        assertThat(sealing.seals(new GalleryKey.OfNegative("ann", "n"))).isTrue();
        assertThat(sealing.contentType(ANN)).isEqualTo("application/vnd.vigil.sealed");
        assertThat(vault.read(ANN, JSON, 3)).isEqualTo(JSON);
        assertThat(vault.read(ANN, null, 3)).isNull();
        assertThat(Vault.none().sealing(3, id -> true).value(ANN, JSON)).isEqualTo(JSON);
    }

    @Test
    void aKeyThatIsWrappedAnewNeedsTheOldOneNoMore() throws Exception {
        Vault vault = vault();
        Sealing sealing = sealing(vault);
        DataKey old = sealing.fresh().orElseThrow();
        byte[] sealed = sealing.value(ANN, JSON);
        assertThat(vault.toRewrap(3)).isEmpty();
        addKey();
        vault.reload();
        DataKey rewrapped = vault.toRewrap(3).get(0);
        assertThat(vault.toRewrap(4)).isEmpty();
        write(vault, rewrapped);
        assertThat(vault.toRewrap(3)).isEmpty();
        forgetOldKeys();
        Vault later = vault();
        write(later, old);
        assertThatThrownBy(() -> later.read(ANN, sealed, 3)).isInstanceOf(UnknownDataKeyException.class);
        assertThatThrownBy(later::caughtUp)
                .isInstanceOf(KeyMissingException.class)
                .hasMessageContaining(old.kek())
                .hasMessageContaining("add that key there");
        write(later, rewrapped);
        assertThat(later.read(ANN, sealed, 3)).isEqualTo(JSON);
        later.caughtUp();
    }

    @Test
    void aReplicaThatLacksTheNewKeyReadsItsSourcesAnew() throws Exception {
        Vault vault = vault();
        DataKey key = sealing(vault).fresh().orElseThrow();
        vault.caughtUp();
        addKey();
        Vault other = vault();
        write(other, key);
        write(vault, other.toRewrap(3).get(0));
        assertThat(vault.keks()).hasSize(2);
    }

    @Test
    void whoGoesWithoutCantReadWhatIsSealed() {
        DataKey key = sealing(vault()).fresh().orElseThrow();
        Vault none = Vault.none();
        write(none, key);
        assertThatThrownBy(none::caughtUp)
                .isInstanceOf(KeyMissingException.class)
                .hasMessageContaining("gallery.encryption says none");
        Vault running = Vault.none();
        running.caughtUp();
        assertThatThrownBy(() -> write(running, key)).isInstanceOf(KeyMissingException.class);
    }

    @Test
    void aRotationMakesANewKeyAndTheOldOnesValuesStale() {
        Vault vault = vault();
        Sealing before = sealing(vault);
        byte[] sealed = before.value(ANN, JSON);
        assertThat(vault.isResealing(3)).isFalse();
        assertThat(vault.isStale(ANN, JSON)).isTrue();
        assertThat(vault.isStale(ANN, sealed)).isFalse();
        Instant later = NOW.plusSeconds(60);
        vault.read(new GalleryKey.OfSetting("encryption"), Json.bytes(new EncryptionSettings(later)), 0);
        assertThat(vault.isResealing(3)).isTrue();
        assertThat(vault.isStale(ANN, sealed)).isTrue();
        Sealing after = sealing(vault);
        assertThat(after.fresh()).as("though the clock is behind").isPresent();
        assertThat(sealing(vault).fresh()).isEmpty();
        assertThat(vault.isStale(ANN, after.value(ANN, JSON))).isFalse();
        assertThat(vault.stale(3)).containsExactly(before.fresh().orElseThrow());
        write(vault, vault.completed(3).orElseThrow());
        assertThat(vault.isResealing(3)).isFalse();
        vault.read(new GalleryKey.OfDataKey(before.fresh().orElseThrow().id()), null, 3);
        assertThatThrownBy(() -> vault.read(ANN, sealed, 3)).isInstanceOf(RetiredDataKeyException.class);
    }
}
