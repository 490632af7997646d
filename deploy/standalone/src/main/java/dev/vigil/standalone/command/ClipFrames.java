package dev.vigil.standalone.command;

import dev.vigil.ingest.source.FrameSource;
import dev.vigil.ingest.source.FrameSources;
import dev.vigil.ingest.source.PictureSettings;
import dev.vigil.ingest.source.SourceAddress;
import dev.vigil.ingest.source.SourceException;
import dev.vigil.ingest.source.SourceSettings;
import dev.vigil.ingest.source.SourceStep;
import dev.vigil.runtime.error.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The frames of a video file as ingest reads and encodes them, without Kafka. */
public final class ClipFrames {
    private static final SourceSettings SETTINGS = SourceSettings.of(
            PictureSettings.whole(1280, 85), Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(5));

    private ClipFrames() {}

    /** Who is given each frame. */
    @FunctionalInterface
    public interface Viewer {
        /**
         * A frame.
         *
         * @param number in the file, from 0: also where frames between were left out
         * @param at media time
         * @param jpeg encoded as ingest does
         */
        void see(int number, Duration at, byte[] jpeg);
    }

    /**
     * Shows the frames of {@code file} in order.
     *
     * @param gap the least time from one shown frame to the next: those between are left out, as ingest does for a rate
     * @return how many frames there are, the left out too
     * @throws UserError naming the file, if it is no video that can be read
     */
    public static int show(Path file, Duration gap, Viewer viewer) {
        if (!Files.isRegularFile(file) || FrameSources.pictures(file)) {
            throw new UserError(
                    "The clip " + file + " is no video file: give one, as './vigil evaluate tracking --make' makes.");
        }
        SourceAddress address = SourceAddress.parse(file.toAbsolutePath().toString());
        try (FrameSource source = FrameSources.create(address, SETTINGS)) {
            source.open();
            return show(source, gap, viewer);
        } catch (SourceException e) {
            throw new UserError(400, String.valueOf(e.getMessage()), e);
        }
    }

    private static int show(FrameSource source, Duration gap, Viewer viewer) {
        Duration due = Duration.ZERO;
        int number = 0;
        SourceStep step = source.next();
        while (step instanceof SourceStep.Frame frame) {
            if (frame.at().compareTo(due) >= 0) {
                viewer.see(number, frame.at(), source.encode().bytes());
                due = frame.at().plus(gap);
            }
            number++;
            step = source.next();
        }
        if (step instanceof SourceStep.Lost lost) {
            throw new UserError(lost.sentence());
        } else if (step instanceof SourceStep.Skipped skipped) {
            throw new UserError(skipped.sentence());
        }
        return number;
    }
}
