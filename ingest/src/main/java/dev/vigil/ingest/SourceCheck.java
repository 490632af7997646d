package dev.vigil.ingest;

import dev.vigil.ingest.source.FrameSource;
import dev.vigil.ingest.source.FrameSources;
import dev.vigil.ingest.source.PictureSettings;
import dev.vigil.ingest.source.SourceAddress;
import dev.vigil.ingest.source.SourceException;
import dev.vigil.ingest.source.SourceSettings;
import dev.vigil.ingest.source.SourceStep;
import dev.vigil.runtime.error.UserError;
import java.time.Duration;

/** Looks at a source before anything is started: what can't be read at all is said at once, in one sentence. */
public final class SourceCheck {
    private static final SourceSettings SETTINGS = SourceSettings.of(
            PictureSettings.whole(1280, 85), Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(3));

    private SourceCheck() {}

    /**
     * Reads the first picture of a file or a folder, and of a network camera only its address: a camera may be away now and come
     * later.
     *
     * @throws UserError if the source is wrong, or lies where no camera may be, or not one picture of it can be read
     */
    public static void check(String source) {
        try {
            SourceAddress address = SourceAddress.parse(source);
            if (!address.live()) {
                readOne(address);
            } else if (!address.networkHost().isEmpty() && SETTINGS.rules().forbids(address.networkHost())) {
                throw new SourceException("The camera " + address.masked()
                        + " has an address where cameras may not be; ingest.allowNetworks in the configuration of './vigil ingest'"
                        + " can allow its network.");
            }
        } catch (IllegalArgumentException | SourceException e) {
            throw new UserError(400, String.valueOf(e.getMessage()), e);
        }
    }

    private static void readOne(SourceAddress address) {
        try (FrameSource source = FrameSources.create(address, SETTINGS)) {
            source.open();
            String skipped = "";
            while (true) {
                SourceStep step = source.next();
                if (step instanceof SourceStep.Frame) {
                    return;
                } else if (step instanceof SourceStep.Skipped s) {
                    skipped = skipped.isEmpty() ? s.sentence() : skipped;
                } else if (step instanceof SourceStep.Lost lost) {
                    throw new SourceException(lost.sentence());
                } else {
                    throw new SourceException("Not one picture of " + address.masked() + " can be read. " + skipped);
                }
            }
        }
    }
}
