package dev.vigil.lab.clip;

import dev.vigil.vision.face.Box;
import dev.vigil.vision.face.EmbeddedFace;
import dev.vigil.vision.face.Face;
import dev.vigil.vision.face.FaceAnalyzer;
import dev.vigil.vision.face.FaceChoice;
import dev.vigil.vision.picture.Picture;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Cuts people out of pictures. For one thread; the analyzer stays the caller's. */
public final class Casting {
    /** A face is cut out with so much of what is around it on each side, in face sizes: hair, ears, chin, some shoulder. */
    private static final float ROOM = .45f;
    /** The outermost part of the cut-out becomes transparent. */
    private static final double SOFT = .22;

    private static final int JPEG = 97;
    private static final float LEAST_QUALITY = .35f;
    private static final float SAME_PERSON = .3f;

    private final FaceAnalyzer analyzer;

    /** Finds faces with this analyzer. */
    public Casting(FaceAnalyzer analyzer) {
        this.analyzer = analyzer;
    }

    /**
     * Somebody by photographs, the main face of each; those in which no good face is found, or another than in the first, are
     * left out.
     *
     * @param pictures encoded, as Picture.decode reads them
     * @return empty where none is left
     */
    public Optional<Actor> photographs(String name, List<byte[]> pictures) {
        return actor(name, pictures, false);
    }

    /**
     * Somebody by the frames of a video in which he or she is alone, in order; what {@link #photographs} leaves out is left out.
     *
     * @return empty where none is left
     */
    public Optional<Actor> reel(String name, List<byte[]> frames) {
        return actor(name, frames, true);
    }

    private Optional<Actor> actor(String name, List<byte[]> pictures, boolean reel) {
        List<Look> looks = new ArrayList<>();
        EmbeddedFace first = null;
        for (byte[] encoded : pictures) {
            try (Picture picture = Picture.decode(encoded)) {
                Optional<EmbeddedFace> face = main(picture);
                if (face.isPresent() && (first == null || same(first, face.get()))) {
                    first = first == null ? face.get() : first;
                    looks.add(cut(picture, face.get().face().box()));
                }
            }
        }
        return looks.isEmpty() ? Optional.empty() : Optional.of(new Actor(name, looks, reel));
    }

    private static boolean same(EmbeddedFace a, EmbeddedFace b) {
        return a.embedding().cosine(b.embedding()) >= SAME_PERSON;
    }

    private Optional<EmbeddedFace> main(Picture picture) {
        List<EmbeddedFace> faces = analyzer.analyze(picture);
        Optional<Face> central =
                FaceChoice.central(faces.stream().map(EmbeddedFace::face).toList(), picture.width(), picture.height());
        return central.filter(face -> face.quality().score() >= LEAST_QUALITY)
                .flatMap(face ->
                        faces.stream().filter(each -> each.face().equals(face)).findFirst());
    }

    private static Look cut(Picture picture, Box face) {
        BufferedImage whole = decode(picture.toJpeg(JPEG));
        int side = Math.round(Math.max(face.width(), face.height()) * (1 + 2 * ROOM));
        int left = Math.round(face.x() + face.width() / 2 - side / 2f);
        int top = Math.round(face.y() + face.height() / 2 - side / 2f);
        BufferedImage cut = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = cut.createGraphics();
        pen.drawImage(whole, -left, -top, null);
        pen.dispose();
        soften(cut);
        return new Look(cut, new Box(face.x() - left, face.y() - top, face.width(), face.height()));
    }

    /** An ellipse with soft edges; what lay outside the photograph stays transparent. */
    private static void soften(BufferedImage cut) {
        int side = cut.getWidth();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double dx = (x + .5) / side * 2 - 1;
                double dy = (y + .5) / side * 2 - 1;
                double inside = (1 - Math.hypot(dx * 1.12, dy)) / SOFT;
                int argb = cut.getRGB(x, y);
                int alpha = (int) Math.round((argb >>> 24) * Math.max(0, Math.min(1, inside)));
                cut.setRGB(x, y, alpha << 24 | (argb & 0xFFFFFF));
            }
        }
    }

    static BufferedImage decode(byte[] jpeg) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
            if (image == null) {
                throw new IllegalStateException("A JPEG of our own can't be read.");
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
