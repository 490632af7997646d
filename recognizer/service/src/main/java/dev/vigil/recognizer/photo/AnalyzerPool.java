package dev.vigil.recognizer.photo;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.EmbeddedFace;
import dev.vigil.vision.face.FaceAnalyzer;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.picture.Picture;
import dev.vigil.vision.picture.UnreadablePictureException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The networks, for photos: a few analyzers that requests take in turn. A photo is decoded only when its turn has come, so that
 * the memory for pixels is bounded too. Thread-safe. Close it when no request is under way, and before the models.
 */
public final class AnalyzerPool implements PhotoAnalyzer, AutoCloseable {
    private static final float CROP_MARGIN = .4f;
    private static final int CROP_SIDE = 224;
    private static final int CROP_BYTES = 24_000;
    private static final int LARGEST_SCALE = 4;

    private final FaceModels models;
    private final DetectorSettings settings;
    private final int size;
    private final Duration patience;
    private final Semaphore turns;
    private final ConcurrentLinkedQueue<FaceAnalyzer> idle = new ConcurrentLinkedQueue<>();

    /** A pool over {@code models}, which stay the caller's; analyzers are made when first needed. */
    public AnalyzerPool(FaceModels models, DetectorSettings settings, PhotoConfig config) {
        this.models = models;
        this.settings = settings;
        this.size = config.analyzers();
        this.patience = config.patience();
        this.turns = new Semaphore(size, true);
    }

    @Override
    public List<PhotoFace> analyze(byte[] photo, Crops crops) {
        takeTurn();
        try {
            return look(photo, crops);
        } catch (UnreadablePictureException e) {
            throw new UserError(422, e.sentence(), e);
        } finally {
            turns.release();
        }
    }

    private List<PhotoFace> look(byte[] photo, Crops crops) {
        try (Picture picture = Picture.decode(photo)) {
            FaceAnalyzer waiting = idle.poll();
            FaceAnalyzer analyzer = waiting == null ? models.newAnalyzer(settings) : waiting;
            boolean whole = false;
            try {
                List<EmbeddedFace> found = analyzer.analyze(picture);
                List<EmbeddedFace> faces = found.isEmpty() ? lookCloser(picture) : found;
                whole = true;
                return faces.stream()
                        .map(face -> photoFace(picture, face, crops))
                        .toList();
            } finally {
                giveBack(analyzer, whole);
            }
        }
    }

    /** A face that is small in a large photo shows in a larger input of the detector, in which large faces may not. */
    private List<EmbeddedFace> lookCloser(Picture picture) {
        List<EmbeddedFace> faces = List.of();
        for (int scale = 2; faces.isEmpty() && scale <= LARGEST_SCALE; scale *= 2) {
            DetectorSettings closer = new DetectorSettings(
                    settings.width() * scale, settings.height() * scale, settings.minScore(), settings.maxIou());
            if (Math.max(picture.width(), picture.height()) <= settings.width() * scale / 2) {
                break; // no more pixels to see
            }
            try (FaceAnalyzer analyzer = models.newAnalyzer(closer)) {
                faces = analyzer.analyze(picture);
            }
        }
        return faces;
    }

    /** One that threw is not used again: its buffers may be in any state. */
    private void giveBack(FaceAnalyzer analyzer, boolean whole) {
        if (whole) {
            idle.add(analyzer);
        } else {
            analyzer.close();
        }
    }

    private static PhotoFace photoFace(Picture picture, EmbeddedFace found, Crops crops) {
        Base64Bytes crop = crops == Crops.NONE
                ? null
                : Base64Bytes.of(picture.cropJpeg(found.face().box(), CROP_MARGIN, CROP_SIDE, CROP_BYTES));
        boolean central = PhotoFace.central(found.face().box(), picture.width(), picture.height());
        return new PhotoFace(found.face(), found.embedding(), central, crop);
    }

    private void takeTurn() {
        try {
            if (turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new UserError(503, "Too many photos are being looked at: try again in a moment.");
    }

    /** Waits for the requests under way, within their patience, and frees the analyzers. */
    @Override
    public void close() {
        boolean alone = false;
        try {
            alone = turns.tryAcquire(size, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (alone) {
            idle.forEach(FaceAnalyzer::close);
            idle.clear();
            turns.release(size);
        }
    }
}
