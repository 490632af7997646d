package dev.vigil.lab.evaluate;

import java.util.List;

/** A table of losses by stage. */
final class Stages {
    private Stages() {}

    static List<String> header(String first) {
        return List.of(
                first,
                "all",
                "not enrolled",
                "not detected",
                "refused by quality",
                "below the threshold",
                "somebody else",
                "found");
    }

    static List<String> row(String first, Losses losses) {
        return List.of(
                first,
                Figures.count(losses.total()),
                Figures.count(losses.notEnrolled()),
                Figures.count(losses.notDetected()),
                Figures.count(losses.refusedByQuality()),
                Figures.count(losses.belowThreshold()),
                Figures.count(losses.somebodyElse()),
                Figures.count(losses.found()));
    }
}
