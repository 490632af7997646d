package dev.vigil.vision.model;

import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.torchscript.Operators;
import dev.vigil.vision.torchscript.Script;
import dev.vigil.vision.torchscript.ScriptArchive;
import dev.vigil.vision.torchscript.ScriptCompiler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Networks for tests, without a store. */
public final class Networks {
    private Networks() {}

    /** Compiles a graph into a file in {@code folder} and loads it. */
    public static TorchNetwork compiled(OnnxGraph graph, Path folder) throws IOException {
        Script script = new ScriptCompiler(Operators.plain()).compile(graph);
        Path weights = folder.resolve("weights.pt");
        try (OutputStream out = Files.newOutputStream(weights)) {
            ScriptArchive.write(script, out);
        }
        return TorchNetwork.load(new InstalledModel("test", folder, weights, card("test", weights)));
    }

    /** A small card: any picture of 3 channels. */
    public static ModelCard card(String id, Path weights) {
        return new ModelCard(
                id,
                Task.OTHER,
                new ModelCard.Input(8, 8, true, ColourOrder.RGB, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
                new ModelCard.Output(List.of("y"), 0),
                null,
                "Apache-2.0",
                "made by a test",
                null,
                new ModelCard.Weights(String.valueOf(weights.getFileName()), "", 0),
                null,
                null);
    }
}
