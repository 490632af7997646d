package dev.vigil.standalone.command;

import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.model.ModelCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A card's false match rates, as lines to read. */
final class CurveLines {
    private static final String INDENT = "             ";

    private CurveLines() {}

    /** Those of stills, and those of tracks where there are some. */
    static List<String> of(ModelCard card) {
        List<String> lines = new ArrayList<>(of(card.curve()));
        if (card.trackFalseMatchRates() != null) {
            lines.addAll(of(card.trackFalseMatchRates()));
        }
        return lines;
    }

    private static List<String> of(FalseMatchCurve curve) {
        List<String> lines = new ArrayList<>();
        lines.add(INDENT + curve.kind() + (curve.note() == null ? "" : ": " + curve.note()));
        for (FalseMatchCurve.Point point : curve.points()) {
            String interval = point.low() == null || point.high() == null
                    ? ""
                    : String.format(Locale.ROOT, " [%.1e, %.1e]", point.low(), point.high());
            lines.add(String.format(
                    Locale.ROOT,
                    "%sscore %.3f at a false match rate of %.1e%s%s",
                    INDENT,
                    point.score(),
                    point.falseMatchRate(),
                    interval,
                    point.fitted() ? ", fitted" : ""));
        }
        return lines;
    }
}
