package dev.vigil.vision.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model in the store, whole when it was looked at.
 *
 * @param id as in its card
 * @param folder its folder
 * @param weights the TorchScript archive to load
 * @param card what is known of it
 */
public record InstalledModel(String id, Path folder, Path weights, ModelCard card) {
    /** The name in a model's folder of the ONNX file that its weights were compiled from. */
    static final String GRAPH = "network.onnx";

    /**
     * The ONNX file that the weights were compiled from, for engines that read it themselves; empty where the folder does not have
     * it, or has another than its card says.
     *
     * @throws dev.vigil.runtime.error.UserError if it can't be read
     */
    public Optional<Path> graph() {
        Path file = folder.resolve(GRAPH);
        ModelCard.Source source = card.source();
        return source != null && Files.isRegularFile(file) && Sha256.of(file).equals(source.sha256())
                ? Optional.of(file)
                : Optional.empty();
    }
}
