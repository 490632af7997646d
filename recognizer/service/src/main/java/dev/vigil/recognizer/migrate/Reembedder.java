package dev.vigil.recognizer.migrate;

import dev.vigil.recognizer.photo.PhotoAnalyzer;
import dev.vigil.recognizer.photo.PhotoAnalyzer.Crops;
import dev.vigil.recognizer.photo.PhotoFace;
import dev.vigil.recognizer.photo.SoleFace;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.picture.Picture;
import dev.vigil.vision.picture.UnreadablePictureException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Embeds an enrolled face again with another model, from a picture of it: the photo, or the small crop that was kept. Which face of
 * the picture is meant, and whether the picture still shows it well enough, the first model says: its embedding of the picture is
 * compared with the one that was enrolled. Thread-safe.
 */
public final class Reembedder {
    /**
     * The least cosine between a face as it was enrolled and the same face in its picture now. Crops of the enroller's lie above 0.8;
     * under this bound the picture shows somebody else, or too little.
     */
    public static final float LEAST_LIKENESS = .6f;

    /** Under this a second look is taken, with a frame around the picture. */
    private static final float GOOD_LIKENESS = .9f;

    private static final float FRAME = .5f;
    private static final int FRAMED_JPEG = 95;
    private static final int UNPROCESSABLE = 422;

    private final PhotoAnalyzer from;
    private final PhotoAnalyzer to;

    /**
     * From one model to another; both find the same faces, by the same detector.
     *
     * @param from embeds with the model that is there
     * @param to embeds with the one that comes
     */
    public Reembedder(PhotoAnalyzer from, PhotoAnalyzer to) {
        this.from = from;
        this.to = to;
    }

    /** What came of a picture. */
    public sealed interface Result {
        /**
         * The face as the other model sees it.
         *
         * @param face with its embedding, and a crop where one was asked for
         * @param likeness cosine between the first model's embeddings, as enrolled and of this picture; null where it was not held
         */
        record Done(PhotoFace face, @Nullable Float likeness) implements Result {}

        /**
         * It can't be used.
         *
         * @param sentence why, as the end of "the picture …"
         */
        record Refused(String sentence) implements Result {}
    }

    /**
     * Looks at a picture.
     *
     * @param enrolled the first model's embedding of the face that is meant; null where there is none, and the picture must show
     *     one face
     * @param crop whether a small crop is cut out
     * @throws UserError with 503 where too many others wait
     */
    public Result embed(byte[] picture, @Nullable Embedding enrolled, boolean crop) {
        try {
            Look look = look(picture, enrolled);
            if (!look.well()) {
                look = closer(look, enrolled);
            }
            String trouble = look.trouble();
            if (trouble != null) {
                return new Result.Refused(trouble);
            }
            PhotoFace other =
                    to.analyze(look.picture, crop ? Crops.SMALL : Crops.NONE).get(look.index);
            return new Result.Done(other, look.likeness);
        } catch (UserError e) {
            if (e.status() == UNPROCESSABLE) {
                return new Result.Refused("can't be read: " + e.sentence());
            }
            throw e;
        }
    }

    /** A crop that was cut at the photo's edge, or tightly, gives the detector no room: it gets some. */
    private Look closer(Look first, @Nullable Embedding enrolled) {
        byte[] framed;
        try (Picture picture = Picture.decode(first.picture);
                Picture larger = picture.framed(FRAME)) {
            framed = larger.toJpeg(FRAMED_JPEG);
        } catch (UnreadablePictureException e) {
            return first;
        }
        return first.orBetter(look(framed, enrolled));
    }

    /** What the first model says of a picture: how many faces, which is meant, how alike it is. */
    private static final class Look {
        private final byte[] picture;
        private final int faces;
        private final int index;
        private final @Nullable Float likeness;

        Look(byte[] picture, int faces, int index, @Nullable Float likeness) {
            this.picture = picture;
            this.faces = faces;
            this.index = index;
            this.likeness = likeness;
        }

        boolean well() {
            return index >= 0 && (likeness == null || likeness >= GOOD_LIKENESS);
        }

        Look orBetter(Look other) {
            boolean better = other.index >= 0
                    && (index < 0 || (likeness != null && other.likeness != null && other.likeness > likeness));
            return better ? other : this;
        }

        /** Null where it can be used. */
        @Nullable
        String trouble() {
            if (faces == 0) {
                return "shows no face that the detector finds";
            }
            if (index < 0) {
                return "shows " + faces + " faces, and nothing says which is meant";
            }
            return likeness == null || likeness >= LEAST_LIKENESS
                    ? null
                    : String.format(
                            Locale.ROOT,
                            "shows another face than was enrolled, or too little of it (likeness %.2f)",
                            likeness);
        }
    }

    private Look look(byte[] picture, @Nullable Embedding enrolled) {
        List<PhotoFace> seen = from.analyze(picture, Crops.NONE);
        if (seen.isEmpty()) {
            return new Look(picture, 0, -1, null);
        }
        int index = enrolled == null ? sole(seen) : nearest(seen, enrolled);
        Float likeness = enrolled == null || index < 0
                ? null
                : seen.get(index).embedding().cosine(enrolled);
        return new Look(picture, seen.size(), index, likeness);
    }

    private static int nearest(List<PhotoFace> faces, Embedding enrolled) {
        return IntStream.range(0, faces.size())
                .boxed()
                .max(Comparator.comparing(i -> faces.get(i).embedding().cosine(enrolled)))
                .orElseThrow();
    }

    private static int sole(List<PhotoFace> faces) {
        return SoleFace.of(faces) instanceof SoleFace.One one ? faces.indexOf(one.face()) : -1;
    }
}
