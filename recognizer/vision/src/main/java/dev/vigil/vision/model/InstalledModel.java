package dev.vigil.vision.model;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model in the store, whole when it was looked at.
 *
 * @param id as in its card
 * @param folder its folder
 * @param weights the TorchScript archive to load, or what a fusion is made of
 * @param card what is known of it
 */
public record InstalledModel(String id, Path folder, Path weights, ModelCard card) {
    /** The name in a model's folder of the ONNX file that its weights were compiled from. */
    static final String GRAPH = "network.onnx";

    /**
     * What it is made of, where it is several embedders as one and has no weights of its own.
     *
     * @throws UserError if that can't be read
     */
    public Optional<Fusion> fusion() {
        if (!weights.endsWith(Fusion.FILE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readAllBytes(weights), Fusion.class));
        } catch (IOException | UncheckedIOException e) {
            throw new UserError(400, "The file " + weights + " can't be read: remove that folder, and fuse anew.", e);
        }
    }

    /**
     * The embedders that it runs, in order: its parts where it is a fusion, else itself.
     *
     * @param store that holds it
     * @throws UserError if a part is missing or damaged, or is another network than was fused
     */
    public List<InstalledModel> parts(ModelStore store) {
        return fusion().map(fusion -> fusion.in(store, id)).orElseGet(() -> List.of(this));
    }

    /**
     * The ONNX file that the weights were compiled from, for engines that read it themselves; empty where the folder does not have
     * it, or has another than its card says.
     *
     * @throws UserError if it can't be read
     */
    public Optional<Path> graph() {
        Path file = folder.resolve(GRAPH);
        ModelCard.Source source = card.source();
        return source != null && Files.isRegularFile(file) && Sha256.of(file).equals(source.sha256())
                ? Optional.of(file)
                : Optional.empty();
    }
}
