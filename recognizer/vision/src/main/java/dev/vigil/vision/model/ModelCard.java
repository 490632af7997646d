package dev.vigil.vision.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.match.FalseMatchCurves;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model: {@code model.json} in its folder.
 *
 * @param id as {@code mobilefacenet-512}: small letters, digits, dots, hyphens
 * @param task what it is for
 * @param input what it wants
 * @param output what it gives
 * @param priors how the regressions of a detector with priors become boxes; null for all else
 * @param licence as an SPDX name, or words
 * @param origin where the weights come from, and who made them
 * @param note what else one must know, as "training data not stated"; null for nothing
 * @param weights the file that is loaded; null in a card that is not in a store yet
 * @param source the file it was compiled from; null where nothing was compiled
 * @param falseMatchRates an embedder's measured false match rates of single pictures; null where none were measured: it is
 *     uncalibrated then
 * @param trackFalseMatchRates those of fused tracks as they are searched; null where none were measured: those of single pictures
 *     stand in
 * @param grid how the numbers of a detector without priors become faces; null for all else
 * @param liveness which part of the picture a network sees that tells faces from pictures of faces, and what its numbers say; null for
 *     all else
 */
public record ModelCard(
        String id,
        Task task,
        Input input,
        Output output,
        @Nullable Priors priors,
        String licence,
        String origin,
        @Nullable String note,
        @Nullable Weights weights,
        @Nullable Source source,
        @Nullable FalseMatchCurve falseMatchRates,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FalseMatchCurve trackFalseMatchRates,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Grid grid,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Liveness liveness) {
    /** A card of a detector with priors, of landmarks, or of an embedder without rates of tracks. */
    public ModelCard(
            String id,
            Task task,
            Input input,
            Output output,
            @Nullable Priors priors,
            String licence,
            String origin,
            @Nullable String note,
            @Nullable Weights weights,
            @Nullable Source source,
            @Nullable FalseMatchCurve falseMatchRates) {
        this(
                id,
                task,
                input,
                output,
                priors,
                licence,
                origin,
                note,
                weights,
                source,
                falseMatchRates,
                null,
                null,
                null);
    }

    /** Refuses an id that is no folder name, and a card that lacks something. */
    public ModelCard {
        require(id, "id");
        require(task, "task");
        require(input, "input");
        require(output, "output");
        require(licence, "licence");
        require(origin, "origin");
        if (!id.matches("[a-z0-9][a-z0-9.-]{0,63}")) {
            throw new IllegalArgumentException(
                    "A model's id has 1 to 64 small letters, digits, dots and hyphens, unlike \"" + id + "\".");
        }
        if ((task == Task.DETECTION) != (priors != null || grid != null) || (priors != null && grid != null)) {
            throw new IllegalArgumentException(
                    "A detector's card needs either \"priors\" or a \"grid\", and no other card has one.");
        }
        if (grid != null) {
            grid.requireOutputs(output.names().size());
        }
        if ((task == Task.LIVENESS) != (liveness != null)) {
            throw new IllegalArgumentException(
                    "The card of a network for liveness needs \"liveness\", and no other card has it.");
        }
        if (liveness != null && liveness.live() >= output.dimension()) {
            throw new IllegalArgumentException(
                    "A card's liveness.live is one of the numbers that it gives, 0 to " + "output.dimension - 1.");
        }
        if (task == Task.EMBEDDING && output.dimension() < 2) {
            throw new IllegalArgumentException("An embedder's card needs \"output.dimension\".");
        }
    }

    /**
     * What the network wants: {@code float32[n, channels, height, width]}, each channel as {@code (pixel * scale - mean) / std} of
     * the pixel's 0 to 255. An embedder gets the face aligned to the template of ArcFace in a square, of which an input that is no
     * square shows the middle.
     *
     * @param width in pixels: the only one, or the usual one where any works
     * @param height in pixels
     * @param anySize whether any other width and height work too
     * @param colour what the channels are
     * @param mean one per channel
     * @param std one per channel, not 0
     * @param scale of the pixels before mean and std, as 0.003921569 where those count in 0 to 1; null for 1
     * @param square which part of the aligned face an embedder sees; null for all of it
     */
    public record Input(
            int width,
            int height,
            boolean anySize,
            ColourOrder colour,
            List<Float> mean,
            List<Float> std,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Float scale,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Square square) {
        /** Mean and std count in pixels of 0 to 255. */
        public Input(int width, int height, boolean anySize, ColourOrder colour, List<Float> mean, List<Float> std) {
            this(width, height, anySize, colour, mean, std, null, null);
        }

        /** Refuses sizes and lists that fit no picture. */
        public Input {
            require(colour, "input.colour");
            mean = List.copyOf(require(mean, "input.mean"));
            std = List.copyOf(require(std, "input.std"));
            if (width < 1 || height < 1 || width > 8192 || height > 8192) {
                throw new IllegalArgumentException("A card's input.width and input.height lie in 1 to 8192.");
            }
            if (mean.size() != colour.channels() || std.size() != colour.channels()) {
                throw new IllegalArgumentException("A card's input.mean and input.std have one number per channel, "
                        + colour.channels() + " for " + colour + ".");
            }
            if (std.stream().anyMatch(s -> s == 0)) {
                throw new IllegalArgumentException("A card's input.std has no zero.");
            }
            if (Stream.concat(mean.stream(), std.stream()).anyMatch(x -> !Float.isFinite(x))) {
                throw new IllegalArgumentException("A card's input.mean and input.std are finite numbers.");
            }
            if (scale != null && !(scale > 0 && Float.isFinite(scale))) {
                throw new IllegalArgumentException("A card's input.scale is over 0, as 0.003921569 for 1/255.");
            }
            if (square != null && width != height) {
                throw new IllegalArgumentException("A card with an input.square has an input as wide as it is high.");
            }
        }
    }

    /**
     * A part of the 112x112 pixels of an aligned face, which may reach over its edge, where it is black.
     *
     * @param left edge, in pixels of the aligned face
     * @param top edge
     * @param side width and height
     */
    public record Square(float left, float top, float side) {
        /** Refuses what meets no aligned face. */
        public Square {
            if (!(side >= 8 && side <= 1000 && Math.abs(left) <= 1000 && Math.abs(top) <= 1000)) {
                throw new IllegalArgumentException(
                        "A card's input.square counts in pixels of the aligned face, and its side is 8 to 1000.");
            }
        }
    }

    /**
     * What the network gives.
     *
     * @param names the outputs, in the order in which {@link Network#run} returns them; for a detector with priors first the
     *     scores, {@code float32[n, p, 2]} (background, face; they add up to 1), then the regressions, {@code float32[n, p, 4]},
     *     over the priors in the order of {@link Priors}; for one without as {@link Grid} says
     * @param dimension how many numbers it gives per picture: an embedding's length, or twice the number of landmarks; 0 where
     *     that depends on the input
     */
    public record Output(List<String> names, int dimension) {
        /** Refuses an empty list. */
        public Output {
            names = List.copyOf(require(names, "output.names"));
            if (names.isEmpty() || dimension < 0) {
                throw new IllegalArgumentException(
                        "A card's output.names has at least one name, and output.dimension is not negative.");
            }
        }
    }

    /**
     * The prior boxes of a single-shot detector (SSD, Liu et al., 2016), and how its regressions move them. For an input of
     * {@code width x height} the priors come in this order: strides as listed; for each the cells of a map of {@code
     * ceil(height / stride)} rows and {@code ceil(width / stride)} columns, row by row; for each cell one square per side of
     * that stride, in order. At the size of the card's {@link Input} a prior's centre is {@code ((column + 0.5) / columns, (row +
     * 0.5) / rows)}, which is not {@code (row + 0.5) * stride / height} where the stride does not divide the input; at other sizes
     * it is for the caller to say where a cell looks. Its size is {@code (side / width, side / height)}. All are fractions of the
     * input, each of the four clamped to [0, 1]. With a regression
     * {@code (dx, dy, dw, dh)} the box has the centre {@code (cx + dx * centreVariance * w, cy + dy * centreVariance * h)} and the
     * size {@code (w * exp(dw * sizeVariance), h * exp(dh * sizeVariance))}.
     *
     * @param strides in pixels of the input
     * @param sides for each stride the sides of its squares, in pixels of the input
     * @param centreVariance scales dx and dy
     * @param sizeVariance scales dw and dh
     */
    public record Priors(List<Integer> strides, List<List<Integer>> sides, float centreVariance, float sizeVariance) {
        /** Refuses lists of different lengths. */
        public Priors {
            strides = List.copyOf(require(strides, "priors.strides"));
            sides = require(sides, "priors.sides").stream().map(List::copyOf).toList();
            if (strides.isEmpty()
                    || strides.size() != sides.size()
                    || strides.stream().anyMatch(s -> s < 1)) {
                throw new IllegalArgumentException("A card's priors.strides and priors.sides have the same length.");
            }
        }
    }

    /**
     * The cells of a detector that has no priors (YuNet; Wu, Peng and Yu, Machine Intelligence Research 2023). The card's outputs
     * come in this order, each kind for all strides: how sure the cell is that it sees a face among other things, {@code
     * float32[n, cells, 1]}; how well it sees it, the same; the box, {@code float32[n, cells, 4]}; and the five points, {@code
     * float32[n, cells, 10]}, where it has them. A map has {@code height / stride} rows and {@code width / stride} columns, row by
     * row; width and height are multiples of the largest stride. The score is the root of the product of the first two, both in [0,
     * 1]; the box of the cell at (x, y) has the centre {@code ((x + dx) * stride, (y + dy) * stride)} and the size {@code (exp(dw) *
     * stride, exp(dh) * stride)}; a point is {@code ((x + dx) * stride, (y + dy) * stride)}.
     *
     * @param strides in pixels of the input
     * @param landmarks whether it gives five points, in the order of the picture's left eye, right eye, nose tip, left and right
     *     mouth corner
     */
    public record Grid(List<Integer> strides, boolean landmarks) {
        /** Refuses strides that can't be. */
        public Grid {
            strides = List.copyOf(require(strides, "grid.strides"));
            if (strides.isEmpty() || strides.stream().anyMatch(s -> s < 1 || s > 1024)) {
                throw new IllegalArgumentException("A card's grid.strides lie in 1 to 1024.");
            }
        }

        private void requireOutputs(int given) {
            int wanted = strides.size() * (landmarks ? 4 : 3);
            if (given != wanted) {
                throw new IllegalArgumentException("A card with a grid of " + strides.size() + " strides "
                        + (landmarks ? "and landmarks " : "") + "names " + wanted + " outputs, not " + given + ".");
            }
        }
    }

    /**
     * How a network that tells faces from pictures of faces (presentation attacks, ISO/IEC 30107-3) is asked: it gives {@code
     * float32[n, dimension]}, one number a class, of a part of the picture around the face.
     *
     * @param context the part's width and height as multiples of the face's box; less where the picture is too small for it
     * @param live which of the numbers stands for a face that is there, from 0
     * @param probabilities whether the numbers are probabilities already; else they become ones by softmax
     */
    public record Liveness(float context, int live, boolean probabilities) {
        /** Refuses what can't be. */
        public Liveness {
            if (!(context >= 1 && context <= 10) || live < 0) {
                throw new IllegalArgumentException(
                        "A card's liveness.context lies in 1 to 10, and liveness.live is not negative.");
            }
        }
    }

    /**
     * The file that is loaded.
     *
     * @param file its name in the model's folder
     * @param sha256 of it, in hexadecimal
     * @param compiler version of the compiler that wrote it; 0 where it came as it is
     */
    public record Weights(String file, String sha256, int compiler) {
        /** Refuses what is missing. */
        public Weights {
            require(file, "weights.file");
            require(sha256, "weights.sha256");
        }
    }

    /**
     * The file that it was compiled from.
     *
     * @param file its name or address
     * @param sha256 of it, in hexadecimal
     */
    public record Source(String file, String sha256) {
        /** Refuses what is missing. */
        public Source {
            require(file, "source.file");
            require(sha256, "source.sha256");
        }
    }

    /** How often different people reach a score: as measured, or else what stands in ({@link FalseMatchCurve#assumed}). */
    public FalseMatchCurve curve() {
        return falseMatchRates == null ? FalseMatchCurve.assumed() : falseMatchRates;
    }

    /** How often different people reach a score with a fused track; of single pictures where no tracks were measured. */
    public FalseMatchCurve trackCurve() {
        return trackFalseMatchRates == null ? curve() : trackFalseMatchRates;
    }

    /** Both of them. */
    public FalseMatchCurves curves() {
        return new FalseMatchCurves(curve(), trackCurve());
    }

    /** The same card under another id. */
    ModelCard named(String other) {
        return copy(other, weights, source, falseMatchRates, trackFalseMatchRates);
    }

    /** The same card with the files that were put into the store. */
    ModelCard with(Weights installed, @Nullable Source from) {
        return copy(id, installed, from, falseMatchRates, trackFalseMatchRates);
    }

    /** The same card with other rates. */
    ModelCard with(@Nullable FalseMatchCurve stills, @Nullable FalseMatchCurve tracks) {
        return copy(id, weights, source, stills, tracks);
    }

    private ModelCard copy(
            String name,
            @Nullable Weights installed,
            @Nullable Source from,
            @Nullable FalseMatchCurve stills,
            @Nullable FalseMatchCurve tracks) {
        return new ModelCard(
                name, task, input, output, priors, licence, origin, note, installed, from, stills, tracks, grid,
                liveness);
    }

    private static <T> T require(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("A model's card needs \"" + name + "\".");
        }
        return value;
    }
}
