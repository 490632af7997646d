package dev.vigil.gallery.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
    @TempDir
    private Path folder;

    @Test
    void aKeyThatIsWrittenIsReadAgainAndItsOwnersAlone() throws IOException {
        Path file = folder.resolve("audit.key");
        SigningKey made = SigningKey.readOrCreate(file);

        assertThat(SigningKey.readOrCreate(file).id()).isEqualTo(made.id());
        assertThat(SigningKey.read(file).publicKey()).isEqualTo(made.publicKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeyOfOpensslIsReadWithItsPublicHalf() throws IOException {
        // openssl genpkey -algorithm ed25519; openssl pkey -pubout -outform DER | base64
        Path file = Files.writeString(folder.resolve("openssl.pem"), """
                -----BEGIN PRIVATE KEY-----
                MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
                -----END PRIVATE KEY-----
                """);

        SigningKey key = SigningKey.read(file);

        // RFC 8032, section 7.1, TEST 1
        assertThat(key.publicKey().toBase64())
                .isEqualTo("MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        Instant now = WrittenTopic.NOON;
        assertThat(SigningKey.holds(key.sign(now, List.of(Head.none("w"))), now))
                .isTrue();
        assertThat(SigningKey.holds(key.sign(now, List.of(Head.none("w"))), now.plusMillis(1)))
                .isFalse();
    }

    @Test
    void whatIsNoKeyIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("not.pem"), "hello");

        assertThatThrownBy(() -> SigningKey.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("openssl genpkey");
    }
}
