package dev.vigil.standalone.command;

import dev.vigil.lab.tracking.ShotStudy;
import dev.vigil.runtime.error.UserError;
import dev.vigil.standalone.quickstart.PeopleFolder;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.FaceAnalyzer;
import dev.vigil.vision.face.FaceModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Runs the study of how a track's shots are best combined. */
final class ShotStudyRun {
    private static final int SHOTS = 4;
    private static final int FEWEST = 20;

    private ShotStudyRun() {}

    /** On the first two photos of everybody in {@code folder} who has two. */
    static void run(Path folder, long seed, Terminal terminal, FaceModels models, boolean json) {
        List<PeopleFolder.Member> members = PeopleFolder.read(folder).stream()
                .filter(member -> member.photos().size() > 1)
                .toList();
        if (members.size() < FEWEST) {
            throw new UserError("In " + folder + " only " + members.size() + " people have two photos: " + FEWEST
                    + " are needed for rates to say anything.");
        }
        ShotStudy.Report report;
        try (FaceAnalyzer analyzer = models.newAnalyzer(DetectorSettings.DEFAULT)) {
            ShotStudy study = new ShotStudy(analyzer, SHOTS, seed);
            for (PeopleFolder.Member member : members) {
                study.add(
                        Photos.read(member.photos().get(0)),
                        Photos.read(member.photos().get(1)));
            }
            report = study.report();
        }
        if (json) {
            terminal.json(report);
            return;
        }
        terminal.line(String.format(
                Locale.ROOT, "%d people, %d tracks of %d shots", report.people(), report.tracks(), report.shots()));
        report.rows()
                .forEach((way, row) -> terminal.line(String.format(
                        Locale.ROOT, "%-9s mean score %.4f, TAR at FAR %s", way, row.meanGenuine(), row.tarAtFar())));
    }
}
