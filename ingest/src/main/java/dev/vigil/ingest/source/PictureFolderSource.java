package dev.vigil.ingest.source;

import dev.vigil.ingest.event.FrameClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a folder in the order of their names, or a single picture. Each is a scene of its own: in media time they lie
 * further apart than a track may be interrupted. Subfolders, hidden files and files of other kinds are passed over; what has a
 * picture's name but can't be read is skipped by name.
 */
final class PictureFolderSource implements FrameSource {
    private static final Set<String> ENDINGS = Set.of(
            "jpg", "jpeg", "jpe", "jfif", "png", "bmp", "dib", "tif", "tiff", "webp", "heic", "heif", "avif", "gif",
            "jp2");

    private final Path path;
    private final SourceSettings settings;
    private final JpegEncoder encoder;
    private final GreyPictures greys;
    private volatile boolean aborted;
    private List<Path> files = List.of();
    private int next;
    private int shown;
    private @Nullable Mat picture;

    PictureFolderSource(Path path, SourceSettings settings) {
        this.path = path;
        this.settings = settings;
        this.encoder = new JpegEncoder(settings.picture());
        this.greys = new GreyPictures(settings.picture());
    }

    @Override
    public void open() {
        files = Files.isDirectory(path) ? list(path) : List.of(path);
        if (files.isEmpty()) {
            throw new SourceException(
                    "The folder " + path + " has no pictures in it; a video is given as a file, not by its folder.");
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(PictureFolderSource::isCandidate)
                    .sorted((a, b) -> name(a).compareTo(name(b)))
                    .toList();
        } catch (IOException e) {
            throw new SourceException("The folder " + folder + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    private static boolean isCandidate(Path file) {
        String name = name(file);
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.contains(ending) && Files.isRegularFile(file);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    @Override
    public SourceStep next() {
        if (aborted) {
            return new SourceStep.Lost("The reading was stopped.");
        }
        release();
        if (next == files.size()) {
            return new SourceStep.End(settings.pictureGap().multipliedBy(shown));
        }
        try {
            picture = PictureReader.read(files.get(next++), settings.picture().wholeWidth());
            Duration at = settings.pictureGap().multipliedBy(shown++);
            return SourceStep.Frame.whole(at);
        } catch (SourceException e) {
            return new SourceStep.Skipped(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Jpeg encode() {
        return encoder.encode(picture(), Orientation.UPRIGHT, 1);
    }

    @Override
    public GreyPicture small() {
        return greys.of(picture(), Orientation.UPRIGHT);
    }

    @Override
    public long fingerprint() {
        return shown; // each is another picture
    }

    @Override
    public SourceDescription describe() {
        return new SourceDescription("pictures", picture().cols(), picture().rows());
    }

    private Mat picture() {
        if (picture == null) {
            throw new IllegalStateException("There is no picture at hand.");
        }
        return picture;
    }

    @Override
    public FrameClock clock() {
        return FrameClock.MEDIA;
    }

    @Override
    public void abort() {
        aborted = true;
    }

    private void release() {
        if (picture != null) {
            picture.close();
            picture = null;
        }
    }

    @Override
    public void close() {
        release();
        encoder.close();
        greys.close();
    }
}
