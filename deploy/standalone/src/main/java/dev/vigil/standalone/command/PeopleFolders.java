package dev.vigil.standalone.command;

import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.recognizer.photo.AnalyzerPool;
import dev.vigil.recognizer.photo.PhotoConfig;
import dev.vigil.standalone.quickstart.PeopleFolder;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.FaceModels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** A folder of people as a gallery for probes of whichever embedder: their photos are looked at when the first one comes. Not thread-safe. */
final class PeopleFolders implements Function<Probes, Identified> {
    private final Terminal terminal;
    private final List<PeopleFolder.Member> people;
    private final Map<String, FolderGallery> galleries = new HashMap<>();

    /** Of these people. */
    PeopleFolders(Terminal terminal, List<PeopleFolder.Member> people) {
        this.terminal = terminal;
        this.people = people;
    }

    @Override
    public Identified apply(Probes probes) {
        return galleries
                .computeIfAbsent(Objects.requireNonNull(probes.model()), this::enrol)
                .identify(probes);
    }

    private FolderGallery enrol(String model) {
        try (FaceModels models = new LocalModels(terminal).load(model);
                AnalyzerPool pool = new AnalyzerPool(models, DetectorSettings.DEFAULT, PhotoConfig.DEFAULT)) {
            FolderGallery gallery = new FolderGallery(terminal, pool, model);
            gallery.enrol(people);
            return gallery;
        }
    }
}
