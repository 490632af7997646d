package dev.vigil.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.gallery.seal.KeySources;
import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path temp;

    @Test
    void liesWhereTheXdgSpecificationSays() {
        assertThat(DataFolder.defaultRoot(Map.of("HOME", "/home/ada")))
                .isEqualTo(Path.of("/home/ada/.local/share/vigil"));
        assertThat(DataFolder.defaultRoot(Map.of("HOME", "/home/ada", "XDG_DATA_HOME", "/data")))
                .isEqualTo(Path.of("/data/vigil"));
        assertThat(DataFolder.defaultRoot(Map.of("HOME", "/home/ada", "XDG_DATA_HOME", "relative")))
                .as("the specification tells to ignore relative paths")
                .isEqualTo(Path.of("/home/ada/.local/share/vigil"));
    }

    @Test
    void isHeldByOneAtATime() {
        Path root = temp.resolve("data");
        try (DataFolder first = DataFolder.open(root)) {
            assertThatThrownBy(() -> DataFolder.open(root))
                    .isInstanceOf(UserError.class)
                    .hasMessage("The data folder " + first.root() + " is in use by another vigil (process "
                            + ProcessHandle.current().pid()
                            + "): stop that one, or choose another folder with --data.");
        }
        try (DataFolder again = DataFolder.open(root)) {
            assertThat(again.root()).isEqualTo(root);
        }
    }

    @Test
    void aFileInItsPlaceIsOneSentence() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(UserError.class)
                .hasMessage(file + " is a file, not a folder: choose another with --data.");
        assertThatThrownBy(() -> DataFolder.open(file.resolve("below")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("can't be written")
                .hasMessageContaining("choose another with --data.");
    }

    @Test
    void theAdminKeyIsMadeOnceAndItsOwnersAlone() throws IOException {
        Path root = temp.resolve("data");
        String key;
        try (DataFolder folder = DataFolder.open(root)) {
            key = folder.adminKey();
        }
        assertThat(key).startsWith("vigil_");
        assertThat(AdminKey.of(root).read()).contains(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("admin.key"))))
                .isEqualTo("rw-------");
        try (DataFolder folder = DataFolder.open(root)) {
            assertThat(folder.adminKey()).isEqualTo(key);
        }
    }

    @Test
    void theEncryptionKeyIsMadeOnceAndItsOwnersAlone() throws IOException {
        Path root = temp.resolve("data");
        try (DataFolder folder = DataFolder.open(root)) {
            Path file = folder.encryptionKey();
            String key = Files.readString(file);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(KeySources.of("file:" + file, Map.of()).read()).hasSize(1);
            assertThat(Files.readString(folder.encryptionKey())).isEqualTo(key);
        }
    }

    @Test
    void anEmptyKeyFileIsNoKey() throws IOException {
        Files.writeString(temp.resolve("admin.key"), "\n");
        assertThatThrownBy(() -> AdminKey.of(temp).read())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is empty");
    }
}
