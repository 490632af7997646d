package dev.vigil.vision.face;

import dev.vigil.vision.picture.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The parts of a picture that a detector looks at one by one, where a single look at the whole would show the smallest wanted face too
 * small. Neighbours overlap by more than the largest face that the whole picture's own look may miss, so that each such face lies whole
 * in one of them; larger ones are the whole picture's. The same for the same sizes.
 *
 * @param regions row by row, in pixels of the picture; empty where the whole picture is enough
 */
record Tiles(List<Region> regions) {
    /** The most parts of one picture; where more would be needed, they are larger, and so is the smallest face. */
    static final int MOST = 48;

    /** Height of a face by its width, and room around it, without which it is not seen. */
    private static final double ROOM = 1.6;

    /** How near to an inner edge a box may come, in pixels of the input, before it counts as cut. */
    private static final float EDGE = 2;

    /** So much of a box within another pass's better box is the same face. */
    private static final float WITHIN = .7f;

    Tiles {
        regions = List.copyOf(regions);
    }

    /**
     * For a picture of that size.
     *
     * @param settings whose {@code minFace} says which face is to be seen
     */
    static Tiles of(int width, int height, DetectorSettings settings) {
        double whole = Math.min((double) settings.width() / width, (double) settings.height() / height);
        double wanted = settings.minFace() > 0 ? DetectorSettings.LEAST_FACE / settings.minFace() : 0;
        if (wanted <= whole * (1 + 1e-6)) {
            return new Tiles(List.of());
        }
        double overlap = ROOM * DetectorSettings.LEAST_FACE / whole;
        for (double scale = wanted; scale > whole; scale *= .9) {
            List<int[]> xs = spans(width, settings.width() / scale, overlap);
            List<int[]> ys = spans(height, settings.height() / scale, overlap);
            if ((long) xs.size() * ys.size() <= MOST) {
                return new Tiles(grid(xs, ys));
            }
        }
        return new Tiles(List.of());
    }

    /** Equal lengths, evenly spread from end to end, as few as overlap enough. */
    private static List<int[]> spans(int all, double length, double overlap) {
        int span = (int) Math.min(all, Math.floor(length));
        if (span == all) {
            return List.of(new int[] {0, all});
        }
        double step = Math.max(span / 2.0, span - overlap);
        int count = (int) Math.ceil((all - span) / step) + 1;
        List<int[]> spans = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            spans.add(new int[] {(int) Math.round((double) (all - span) * i / (count - 1)), span});
        }
        return spans;
    }

    private static List<Region> grid(List<int[]> xs, List<int[]> ys) {
        List<Region> regions = new ArrayList<>();
        for (int[] y : ys) {
            for (int[] x : xs) {
                regions.add(new Region(x[0], y[0], x[1], y[1]));
            }
        }
        return regions;
    }

    /**
     * Whether a box of a part does not end at an edge that is not the picture's: what does may be half a face, which a neighbour or
     * the whole picture shows whole.
     *
     * @param scale pixels of the picture per pixel of the input
     */
    static boolean isWhole(Box box, Region part, int width, int height, float scale) {
        float edge = EDGE * scale;
        return (part.x() == 0 || box.x() > part.x() + edge)
                && (part.y() == 0 || box.y() > part.y() + edge)
                && (part.x() + part.width() == width || box.right() < part.x() + part.width() - edge)
                && (part.y() + part.height() == height || box.bottom() < part.y() + part.height() - edge);
    }

    /**
     * What several looks saw, each face once: the best first, without what overlaps a better one, or lies within a better one of
     * another look.
     */
    static List<Detection> merged(List<List<Detection>> looks, float maxIou) {
        record Seen(Detection detection, int look) {}
        List<Seen> all = new ArrayList<>();
        for (int look = 0; look < looks.size(); look++) {
            for (Detection detection : looks.get(look)) {
                all.add(new Seen(detection, look));
            }
        }
        all.sort(Comparator.comparingDouble((Seen seen) -> seen.detection().score())
                .reversed());
        List<Seen> kept = new ArrayList<>();
        for (Seen seen : all) {
            Box box = seen.detection().box();
            boolean known = kept.stream()
                    .anyMatch(better -> better.detection().box().iou(box) > maxIou
                            || (better.look() != seen.look()
                                    && within(box, better.detection().box())));
            if (!known) {
                kept.add(seen);
            }
        }
        return kept.stream().map(Seen::detection).toList();
    }

    /** Whether the smaller of them lies in the other. */
    private static boolean within(Box a, Box b) {
        float w = Math.min(a.right(), b.right()) - Math.max(a.x(), b.x());
        float h = Math.min(a.bottom(), b.bottom()) - Math.max(a.y(), b.y());
        return w > 0 && h > 0 && w * h > WITHIN * Math.min(a.area(), b.area());
    }
}
