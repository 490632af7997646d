package dev.vigil.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateCacheTest {
    @TempDir
    private Path folder;

    @Test
    void goesOnWhereAKilledProcessStopped() throws IOException {
        Path file = folder.resolve("cache");
        Acquired face = Samples.angle(30);
        try (TemplateCache cache = TemplateCache.in(file)) {
            cache.put("a", face);
            cache.put("b", new Acquired.NoFace());
            cache.put("c", new Acquired.Unreadable("c is no picture."));
        }
        Files.writeString(file, "{\"key\":\"d\",\"embedd", StandardOpenOption.APPEND);
        try (TemplateCache cache = TemplateCache.in(file)) {
            assertThat(cache.find("a")).contains(face);
            assertThat(cache.find("b")).contains(new Acquired.NoFace());
            assertThat(cache.find("c")).isEmpty();
            assertThat(cache.find("d")).isEmpty();
            cache.put("d", face);
        }
        try (TemplateCache cache = TemplateCache.in(file)) {
            assertThat(cache.find("d")).contains(face);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void withoutAFileItRemembersForTheRunOnly() {
        try (TemplateCache cache = TemplateCache.none()) {
            cache.put("a", Samples.angle(1));
            assertThat(cache.find("a")).isPresent();
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsRefused() {
        assertThatThrownBy(() -> TemplateCache.in(folder.resolve("gone").resolve("cache")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--cache");
    }
}
