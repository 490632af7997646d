package dev.vigil.standalone.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleFolderTest {
    @TempDir
    Path folder;

    @Test
    void eachFolderIsAPersonAndItsFilesTheirPhotosInOrder() throws IOException {
        Path zoe = Files.createDirectory(folder.resolve("Zoë Müller"));
        Path ada = Files.createDirectory(folder.resolve("Ada"));
        Files.createDirectory(folder.resolve(".hidden"));
        Files.writeString(folder.resolve("notes.txt"), "no person");
        Path second = Files.writeString(zoe.resolve("b.jpg"), "");
        Path first = Files.writeString(zoe.resolve("a.png"), "");
        Files.writeString(zoe.resolve(".DS_Store"), "");
        assertThat(PeopleFolder.read(folder))
                .containsExactly(
                        new PeopleFolder.Member("Ada", List.of()),
                        new PeopleFolder.Member("Zoë Müller", List.of(first, second)));
        assertThat(ada).isEmptyDirectory();
    }

    @Test
    void aFolderWithoutFoldersIsOneSentence() throws IOException {
        Files.writeString(folder.resolve("ada.jpg"), "");
        assertThatThrownBy(() -> PeopleFolder.read(folder))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "--people " + folder
                                + " holds no folder: make one for each person, with the person's name, and put the photos there.");
    }

    @Test
    void whatIsNoFolderIsOneSentence() {
        assertThatThrownBy(() -> PeopleFolder.read(folder.resolve("missing")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is no folder: name one that holds a folder of photos for each person");
    }
}
