package dev.vigil.vision.model;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The models of this machine: one folder each, with its card {@code model.json} and its weights. Reads only; {@link ModelFetcher}
 * writes. Threads and processes may share a store: a folder appears whole or not at all.
 */
public final class ModelStore {
    /** The card's name in a model's folder. */
    static final String CARD = "model.json";

    private final Path root;

    /** A store in that folder, which need not exist yet. */
    public ModelStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** {@code VIGIL_MODELS}, else {@code .cache/vigil/models} in the user's home. */
    public static Path defaultRoot(Map<String, String> env) {
        String set = env.getOrDefault("VIGIL_MODELS", "");
        if (!set.isBlank()) {
            return Path.of(set);
        }
        String home = env.getOrDefault("HOME", "");
        return Path.of(home.isBlank() ? System.getProperty("user.home", ".") : home, ".cache", "vigil", "models");
    }

    /** The store's folder, absolute. */
    public Path root() {
        return root;
    }

    /** Where the packages are kept that models come from: give it to {@link NpmPackages}. */
    public Path packages() {
        return root.resolve(".packages");
    }

    /** The folder that a model has, or would have. */
    Path folder(String id) {
        return root.resolve(id);
    }

    /** Whether the model is there and whole: its weights have the sha256 of its card. */
    public boolean has(String id) {
        return find(id).isPresent();
    }

    /** The model, if it is there and whole. */
    Optional<InstalledModel> find(String id) {
        return validId(id) ? look(id).model() : Optional.empty();
    }

    /**
     * The model, its weights checked against its card.
     *
     * @throws UserError if it is absent or damaged, naming the command that mends it
     */
    public InstalledModel model(String id) {
        if (!validId(id)) {
            throw new UserError("There is no model \"" + id + "\": ids have small letters, digits, dots and hyphens.");
        }
        Look look = look(id);
        return look.model().orElseThrow(() -> new UserError(look.trouble()));
    }

    /** Every model that is there and whole, by id. */
    public List<InstalledModel> list() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<InstalledModel> models = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root)) {
            folders.map(folder -> String.valueOf(folder.getFileName()))
                    .filter(ModelStore::validId)
                    .sorted()
                    .forEach(id -> look(id).model().ifPresent(models::add));
        } catch (IOException e) {
            throw new UserError(400, "The model store " + root + " can't be read: " + e.getMessage() + ".", e);
        }
        return models;
    }

    /** The end of a sentence about a model that is absent or damaged. */
    static String mend(String id) {
        return Catalogue.has(id)
                ? "; run ./vigil models get " + id + " to fetch it."
                : "; run ./vigil models add FILE --card model.json to add it.";
    }

    /** Whether a model can have that id. */
    static boolean validId(String id) {
        return id.matches("[a-z0-9][a-z0-9.-]{0,63}");
    }

    /** What was found under an id: the model, or a sentence that says why not. */
    private record Look(Optional<InstalledModel> model, String trouble) {
        static Look bad(String trouble) {
            return new Look(Optional.empty(), trouble);
        }
    }

    private Look look(String id) {
        Path folder = folder(id);
        String mend = mend(id);
        if (!Files.isRegularFile(folder.resolve(CARD))) {
            return Look.bad("The model " + id + " is not in " + root + mend);
        }
        ModelCard card;
        try {
            card = Json.read(Files.readAllBytes(folder.resolve(CARD)), ModelCard.class);
        } catch (IOException | UncheckedIOException e) {
            return Look.bad("The card of the model " + id + " in " + folder + " can't be read" + mend);
        }
        ModelCard.Weights named = card.weights();
        if (named == null || !card.id().equals(id)) {
            return Look.bad("The card of the model " + id + " in " + folder + " belongs to something else" + mend);
        }
        Path weights = folder.resolve(named.file()).normalize();
        if (!folder.equals(weights.getParent()) || !Files.isRegularFile(weights)) {
            return Look.bad("The weights of the model " + id + " are missing in " + folder + mend);
        }
        if (!Sha256.of(weights).equals(named.sha256())) {
            return Look.bad("The weights of the model " + id + " in " + weights + " are damaged (wrong sha256)" + mend);
        }
        return new Look(Optional.of(new InstalledModel(id, folder, weights, card)), "");
    }
}
