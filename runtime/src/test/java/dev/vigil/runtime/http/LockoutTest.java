package dev.vigil.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockoutTest {
    private final Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private final Credential guess = Credential.of("guess");

    @Test
    void anIpv6CustomerIsOneAddress() {
        Lockout lockout = new Lockout(2, Duration.ofMinutes(1), clock);
        lockout.wrong("2001:db8::1", guess);
        lockout.wrong("2001:db8::ffff:2", guess);
        assertThat(lockout.refused("2001:db8:0:0:3::9", guess)).contains(Duration.ofMinutes(1));
        assertThat(lockout.refused("2001:db8:0:1::9", guess)).isEmpty();
    }

    @Test
    void aFloodOfAddressesForgetsTheOldestAndGrowsNoFurther() {
        Lockout lockout = new Lockout(1, Duration.ofMinutes(1), clock);
        lockout.wrong("192.0.2.1", guess);
        assertThat(lockout.refused("192.0.2.1", guess)).isPresent();
        for (int i = 0; i < 20_000; i++) {
            lockout.wrong("10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256, guess);
        }
        assertThat(lockout.refused("192.0.2.1", guess)).isEmpty();
    }

    @Test
    void noLimitLocksNobodyOut() {
        Lockout lockout = new Lockout(0, Duration.ofMinutes(1), clock);
        for (int i = 0; i < 100; i++) {
            lockout.wrong("192.0.2.1", guess);
        }
        assertThat(lockout.refused("192.0.2.1", guess)).isEmpty();
    }

    @Test
    void aKeyThatWasAcceptedAndIsRevokedIsAGuessAgain() {
        Lockout lockout = new Lockout(1, Duration.ofMinutes(1), clock);
        lockout.accepted("192.0.2.1", guess);
        lockout.wrong("192.0.2.1", guess);
        assertThat(lockout.refused("192.0.2.1", guess)).isPresent();
    }

    @Test
    void networksAreReadWithoutANameServer() {
        assertThatThrownBy(() -> new ClientAddresses(List.of("proxy.example.org")))
                .hasMessageContaining("'proxy.example.org' is no network: write it as 10.0.0.0/8");
        assertThatThrownBy(() -> new ClientAddresses(List.of("10.0.0.0/33"))).hasMessageContaining("is no network");
        assertThat(Networks.network("10.1.0.0/16").contains(Networks.parse("10.1.2.3")))
                .isTrue();
        assertThat(Networks.network("10.1.0.0/16").contains(Networks.parse("10.2.2.3")))
                .isFalse();
        assertThat(Networks.network("fd00::/8").contains(Networks.parse("fd12::1")))
                .isTrue();
        assertThat(Networks.network("10.0.0.0/8").contains(Networks.parse("::ffff:10.9.9.9")))
                .isTrue();
    }

    @Test
    void aCredentialShowsNoSecretAndNamesItsKey() {
        String key = Credential.newKey("door_2-x");
        assertThat(Credential.of(key).id()).contains("door_2-x");
        assertThat(Credential.of(key).toString()).isEqualTo("Credential[key door_2-x]");
        assertThat(Credential.of(Credential.newKey()).id()).isEmpty();
        assertThat(Credential.of(key).matches(Credential.hash(key))).isTrue();
        assertThat(Credential.of(key + "x").matches(Credential.hash(key))).isFalse();
        assertThat(Credential.of("eyJh.eyJi.c2ln").token()).isPresent();
    }
}
