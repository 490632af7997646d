package dev.vigil.gallery.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySourcesTest {
    private final String one = KeyEncryptionKey.newKey();
    private final String two = KeyEncryptionKey.newKey();

    @TempDir
    Path folder;

    @Test
    void theFirstKeyComesFirstWhereverItComesFrom() throws Exception {
        Path file = folder.resolve("keys");
        Files.writeString(file, "# new\n" + one + "   # since May\n\n" + two + "\n");
        assertThat(ids("file:" + file, Map.of())).containsExactly(id(one), id(two));
        assertThat(ids("env:K", Map.of("K", two + " " + one))).containsExactly(id(two), id(one));
        assertThat(ids("env:K, file:" + file, Map.of("K", two))).containsExactly(id(two), id(one));
        assertThat(KeySources.of(" none ", Map.of()).isNone()).isTrue();
        assertThat(KeySources.of("none", Map.of()).read()).isEmpty();
    }

    @Test
    void whatIsMissingIsSaidInOneSentenceThatTellsHowToMakeAKey() {
        for (String setting : new String[] {null, "", " "}) {
            refused(setting, Map.of(), "gallery.encryption is missing");
        }
        refused("off", Map.of(), "not 'off'");
        refused("file:" + folder.resolve("nope"), Map.of(), "can't be read");
        refused("env:NOPE", Map.of(), "is not set");
        refused("env:K", Map.of("K", "c2hvcnQ="), "not the base64 of 32 bytes");
        refused("env:K", Map.of("K", " "), "no key in env:K");
        refused("file:" + folder, Map.of(), "can't be read");
    }

    @Test
    void aKeyInTheWrongPlaceIsNotRepeated() {
        assertThatThrownBy(() -> KeySources.of(one, Map.of())).message().doesNotContain(one.substring(0, 8));
        assertThatThrownBy(() -> KeySources.of("env:K", Map.of("K", one + one)).read())
                .message()
                .doesNotContain(one.substring(0, 8));
    }

    private static void refused(String setting, Map<String, String> environment, String why) {
        assertThatThrownBy(() -> KeySources.of(setting, environment).read())
                .isInstanceOf(UserError.class)
                .hasMessageContaining(why)
                .hasMessageContaining("./vigil keys encryption FILE");
    }

    private static List<String> ids(String setting, Map<String, String> environment) {
        return KeySources.of(setting, environment).read().stream()
                .map(KeyEncryptionKey::id)
                .toList();
    }

    private static String id(String key) {
        return KeyEncryptionKey.fromBase64(key).id();
    }
}
