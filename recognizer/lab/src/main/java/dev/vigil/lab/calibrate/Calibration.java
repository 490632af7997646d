package dev.vigil.lab.calibrate;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.match.FalseMatchCurve.Point;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model's false match rates, measured on pictures of people: of single pictures, and of tracks made of them. False match rates are
 * those of ISO/IEC 19795-1; intervals are drawn by person (Bolle, Ratha and Pankanti, CVIU 93, 2004).
 *
 * @param stills of single pictures
 * @param tracks of tracks fused of up to four pictures; null where too few people have several
 * @param people whose pictures had a face
 * @param images with a face
 * @param comparisons of different people's pictures
 * @param trackComparisons of tracks with other people's pictures
 * @param stillTail what is to be said of the tail for stills
 * @param trackTail what is to be said of that for tracks, or why there is no curve of tracks
 */
public record Calibration(
        FalseMatchCurve stills,
        @Nullable FalseMatchCurve tracks,
        int people,
        int images,
        long comparisons,
        long trackComparisons,
        String stillTail,
        String trackTail) {
    /** Fewer people than that say nothing of others. */
    private static final int LEAST_PEOPLE = 20;

    /**
     * Measures.
     *
     * @param templates one for each picture with a face
     * @param what of whom they are, in words, for the card
     * @param at when
     * @throws UserError if there are fewer than 20 people, or fewer comparisons than two points of a curve need
     */
    public static Calibration of(List<Template> templates, String what, Instant at) {
        int people = (int) templates.stream().map(Template::person).distinct().count();
        if (people < LEAST_PEOPLE) {
            throw new UserError("Calibrating needs pictures of " + LEAST_PEOPLE
                    + " people or more with a face in them, and these show " + people + ": add people.");
        }
        ImpostorPairs pairs = ImpostorPairs.ofStills(templates, CurveMeasurement.HIGHEST_RATE);
        String on = described(what, at, people, templates.size()) + pairs.count()
                + " comparisons of different people's single pictures.";
        CurveMeasurement.Measured stills = CurveMeasurement.of(pairs, "still", on, at);
        if (stills == null) {
            throw new UserError("Calibrating needs more than the " + pairs.count()
                    + " comparisons of different people that these pictures give: add people.");
        }
        List<Probe> tracks = FusedTracks.of(templates);
        ImpostorPairs trackPairs = ImpostorPairs.ofTracks(tracks, templates, CurveMeasurement.HIGHEST_RATE);
        long owners = tracks.stream().map(Probe::person).distinct().count();
        CurveMeasurement.Measured fused = owners < LEAST_PEOPLE
                ? null
                : CurveMeasurement.of(
                        trackPairs,
                        "track",
                        described(what, at, people, templates.size()) + trackPairs.count() + " comparisons of "
                                + tracks.size()
                                + " tracks, each fused of up to four pictures of a person and asking as often, with other people's"
                                + " pictures.",
                        at);
        return new Calibration(
                stills.curve(),
                fused == null ? null : atLeast(fused.curve(), stills.curve()),
                people,
                templates.size(),
                pairs.count(),
                trackPairs.count(),
                stills.tailNote(),
                fused == null
                        ? "Tracks were not measured: " + owners + " people have two pictures or more, and it needs "
                                + LEAST_PEOPLE + "."
                        : fused.tailNote());
    }

    /**
     * A track asks with a single picture first, so that strangers reach a score at least as often as with one; a fit of few
     * comparisons may say otherwise, and then the rate of single pictures holds.
     */
    private static FalseMatchCurve atLeast(FalseMatchCurve tracks, FalseMatchCurve stills) {
        double last = tracks.points().get(tracks.points().size() - 1).score();
        Stream<Point> measured = tracks.points().stream().map(point -> {
            double ofStills = stills.falseMatchRate(point.score());
            return point.falseMatchRate() >= ofStills
                    ? point
                    : new Point(point.score(), ofStills, null, null, point.fitted());
        });
        Stream<Point> beyond = stills.points().stream()
                .filter(point -> point.score() > last)
                .map(point -> new Point(
                        point.score(),
                        Math.max(point.falseMatchRate(), tracks.falseMatchRate(point.score())),
                        null,
                        null,
                        true));
        List<Point> points = Stream.concat(measured, beyond).toList();
        return new FalseMatchCurve(
                points, tracks.kind(), tracks.calibrated(), tracks.note(), tracks.tail(), tracks.at());
    }

    private static String described(String what, Instant at, int people, int images) {
        return String.format(
                Locale.ROOT,
                "Measured %s on %s: %d people, %d pictures, ",
                at.atOffset(ZoneOffset.UTC).toLocalDate(),
                what,
                people,
                images);
    }
}
