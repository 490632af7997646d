package dev.vigil.ingest.source;

import dev.vigil.runtime.tls.Trust;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a source is read and its frames are encoded.
 *
 * @param picture what of a picture is published
 * @param rate how often a second a picture is asked for, of a camera that gives one picture a request; finite, more than 0
 * @param pictureGap how far the pictures of a folder lie apart in media time
 * @param connectTimeout a network camera must have answered by then
 * @param silence a network camera that gives no frame for so long is lost
 * @param hardware which of the machine's decoders is used
 * @param rules which addresses are connected to
 * @param trust whose certificates are accepted of {@code https} cameras
 * @param ca the file (PEM) of those authorities, for {@code rtsps} cameras; null for those of the Java installation
 */
public record SourceSettings(
        PictureSettings picture,
        double rate,
        Duration pictureGap,
        Duration connectTimeout,
        Duration silence,
        Hardware hardware,
        AddressRules rules,
        Trust trust,
        @Nullable Path ca) {
    private static final double RATE = 5;

    /** With these times; five pictures a second, no hardware, any address but those that are never a camera's. */
    public static SourceSettings of(
            PictureSettings picture, Duration pictureGap, Duration connectTimeout, Duration silence) {
        return new SourceSettings(
                picture,
                RATE,
                pictureGap,
                connectTimeout,
                silence,
                Hardware.NONE,
                AddressRules.usual(true),
                Trust.SYSTEM,
                null);
    }

    /** The same with other rules and other authorities; null for those of the Java installation. */
    public SourceSettings within(AddressRules others, @Nullable Path authorities) {
        return new SourceSettings(
                picture,
                rate,
                pictureGap,
                connectTimeout,
                silence,
                hardware,
                others,
                Trust.of(authorities),
                authorities);
    }
}
