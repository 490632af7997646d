package dev.vigil.lab.tracking;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.vision.face.EmbeddedFace;
import dev.vigil.vision.face.Face;
import dev.vigil.vision.face.FaceAnalyzer;
import dev.vigil.vision.face.FaceChoice;
import dev.vigil.vision.picture.Picture;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;

/**
 * Whether several shots of a track are better put together by their quality, evenly, or not at all: of each person one photograph
 * is enrolled, and another one is spoilt in several ways (small, blurred by the shrinking, dark) as if a track had shown it so.
 * Everything follows from the seed. For one thread; the analyzer stays the caller's.
 */
public final class ShotStudy {
    private static final double[] FALSE_ACCEPT_RATES = {.01, .001};
    /** As the tracker weighs a shot at least. */
    private static final double LEAST_WEIGHT = .05;

    private static final int JPEG = 85;

    private final FaceAnalyzer analyzer;
    private final int shots;
    private final List<Embedding> templates = new ArrayList<>();
    private final List<List<EmbeddedFace>> tracks = new ArrayList<>();
    private final Random random;

    /**
     * @param shots of a track, at least 1
     * @param seed of how they are spoilt
     */
    public ShotStudy(FaceAnalyzer analyzer, int shots, long seed) {
        this.analyzer = analyzer;
        this.shots = shots;
        this.random = new Random(seed);
    }

    /**
     * How a way of combining did.
     *
     * @param meanGenuine mean cosine of a track with its own person
     * @param tarAtFar share of the tracks whose score with their own person reaches the threshold that this share of all comparisons
     *     with others reaches
     */
    public record Row(double meanGenuine, Map<String, Double> tarAtFar) {}

    /**
     * All ways of combining on the same tracks.
     *
     * @param people who were enrolled
     * @param tracks with two found shots or more
     * @param shots of them all
     * @param rows by way: {@code best}, {@code mean}, {@code weighted} by quality as the tracker does, {@code squared}
     */
    public record Report(int people, int tracks, int shots, Map<String, Row> rows) {}

    /** One person more; left out where the first photograph shows no face, or fewer than two shots of the second one do. */
    public void add(byte[] enrolled, byte[] seen) {
        Optional<EmbeddedFace> template = main(enrolled);
        List<EmbeddedFace> track = new ArrayList<>();
        for (int i = 0; i < shots; i++) {
            main(spoilt(seen)).ifPresent(track::add);
        }
        if (template.isPresent() && track.size() >= 2) {
            templates.add(template.get().embedding());
            tracks.add(track);
        }
    }

    private Optional<EmbeddedFace> main(byte[] encoded) {
        try (Picture picture = Picture.decode(encoded)) {
            List<EmbeddedFace> faces = analyzer.analyze(picture);
            Optional<Face> central = FaceChoice.central(
                    faces.stream().map(EmbeddedFace::face).toList(), picture.width(), picture.height());
            return central.flatMap(face ->
                    faces.stream().filter(each -> each.face().equals(face)).findFirst());
        }
    }

    /** Smaller by a factor of 1 to 6, darker by one of 1 to 5, and in a frame of its own size again. */
    private byte[] spoilt(byte[] encoded) {
        double scale = 1 / (1 + 5 * random.nextDouble());
        double light = 1 / (1 + 4 * Math.pow(random.nextDouble(), 2));
        try (Picture picture = Picture.decode(encoded)) {
            BufferedImage whole = ImageIO.read(new ByteArrayInputStream(picture.toJpeg(JPEG)));
            int width = (int) Math.max(16, whole.getWidth() * scale);
            int height = (int) Math.max(16, whole.getHeight() * scale);
            BufferedImage small = scaled(whole, width, height);
            byte[] pixels = ((DataBufferByte) small.getRaster().getDataBuffer()).getData();
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) ((pixels[i] & 0xFF) * light);
            }
            try (Picture result = Picture.ofBgr(pixels, width, height)) {
                return result.toJpeg(JPEG);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage scaled(BufferedImage whole, int width, int height) {
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D pen = small.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(whole, 0, 0, width, height, null);
        pen.dispose();
        return small;
    }

    /** Compares each track with everybody. */
    public Report report() {
        Map<String, Row> rows = new LinkedHashMap<>();
        List<Embedding> best = tracks.stream()
                .map(track -> track.stream()
                        .max(Comparator.comparingDouble(ShotStudy::quality))
                        .orElseThrow()
                        .embedding())
                .toList();
        rows.put("best", row(best));
        rows.put("mean", row(fused(face -> 1)));
        rows.put("weighted", row(fused(face -> Math.max(LEAST_WEIGHT, quality(face)))));
        rows.put("squared", row(fused(face -> Math.pow(Math.max(LEAST_WEIGHT, quality(face)), 2))));
        int all = tracks.stream().mapToInt(List::size).sum();
        return new Report(templates.size(), tracks.size(), all, rows);
    }

    private static double quality(EmbeddedFace face) {
        return face.face().quality().score();
    }

    private List<Embedding> fused(ToDoubleFunction<EmbeddedFace> weight) {
        List<Embedding> fused = new ArrayList<>();
        for (List<EmbeddedFace> track : tracks) {
            float[] sum = new float[track.get(0).embedding().dimension()];
            for (EmbeddedFace face : track) {
                double w = weight.applyAsDouble(face);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += (float) (w * face.embedding().at(i));
                }
            }
            fused.add(Embedding.normalised(sum));
        }
        return fused;
    }

    private Row row(List<Embedding> probes) {
        double[] genuine = new double[probes.size()];
        double[] impostor = new double[probes.size() * Math.max(0, probes.size() - 1)];
        int at = 0;
        for (int p = 0; p < probes.size(); p++) {
            for (int t = 0; t < templates.size(); t++) {
                double score = probes.get(p).cosine(templates.get(t));
                if (p == t) {
                    genuine[p] = score;
                } else {
                    impostor[at++] = score;
                }
            }
        }
        Arrays.sort(impostor);
        Map<String, Double> rates = new LinkedHashMap<>();
        for (double rate : FALSE_ACCEPT_RATES) {
            int above = (int) Math.floor(impostor.length * rate);
            if (above >= 5) {
                double threshold = impostor[impostor.length - above];
                long reached = Arrays.stream(genuine)
                        .filter(score -> score >= threshold)
                        .count();
                rates.put(Double.toString(rate), (double) reached / genuine.length);
            }
        }
        return new Row(Arrays.stream(genuine).average().orElse(0), rates);
    }
}
