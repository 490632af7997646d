package dev.vigil.standalone.command;

import dev.vigil.lab.evaluate.EmbeddedImages;
import dev.vigil.lab.evaluate.ImageEmbedder;
import dev.vigil.lab.evaluate.PhotoFolders;
import dev.vigil.lab.evaluate.TemplateCache;
import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.FaceModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Pictures whose people are known, and how they are looked at. */
final class PicturesOptions {
    private static final int PROGRESS_EVERY = 500;
    private static final int NAMED = 10;

    @Option(
            names = "--images",
            required = true,
            paramLabel = "DIR",
            description = "The pictures, in a folder for each person.")
    private @Nullable Path images;

    @Option(
            names = "--cache",
            paramLabel = "FILE",
            description =
                    "Keeps what was computed there, so that the next run goes on from it. It holds biometric data.")
    private @Nullable Path cache;

    /** The folder of pictures, which is there. */
    Path folder() {
        Path folder = Objects.requireNonNull(images);
        PhotoFolders.requireFolder(folder);
        return folder;
    }

    /** The cache that was named, or one that forgets; the caller closes it. */
    TemplateCache cache() {
        return cache == null ? TemplateCache.none() : TemplateCache.in(cache);
    }

    /**
     * Refuses a list that names a picture that is not there.
     *
     * @param list whose option or file is named in the sentence
     */
    void requirePictures(Collection<String> names, String list) {
        for (String name : names) {
            Path file = folder().resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new UserError("The picture " + file + ", which " + list
                        + " names, is not there: give the folder that its names start from with --images.");
            }
        }
    }

    /** Looks at the pictures on all cores; those that can't be read are named and left out. */
    EmbeddedImages embed(
            Terminal terminal, FaceModels models, TemplateCache kept, Collection<String> names, int faceWidth)
            throws InterruptedException {
        ImageEmbedder looking = new ImageEmbedder(models, Runtime.getRuntime().availableProcessors(), kept);
        EmbeddedImages embedded = looking.embed(folder(), names, faceWidth, done -> {
            if (done % PROGRESS_EVERY == 0) {
                terminal.progress(done + " of " + names.size() + " pictures");
            }
        });
        if (faceWidth == ImageEmbedder.NATIVE) {
            tell(terminal, embedded.unreadable());
        }
        return embedded;
    }

    /** The pictures looked at with faces of these widths, by width, widest last. */
    Map<Integer, EmbeddedImages> shrunk(
            Terminal terminal, FaceModels models, TemplateCache kept, Collection<String> names, List<Integer> widths)
            throws InterruptedException {
        Map<Integer, EmbeddedImages> bySize = new TreeMap<>();
        for (int width : widths) {
            bySize.put(width, embed(terminal, models, kept, names, width));
        }
        return bySize;
    }

    private static void tell(Terminal terminal, List<String> unreadable) {
        unreadable.stream().limit(NAMED).forEach(sentence -> terminal.say("left out: " + sentence));
        if (unreadable.size() > NAMED) {
            terminal.say("left out: " + (unreadable.size() - NAMED) + " more pictures that can't be read");
        }
    }
}
