package dev.vigil.ingest;

import dev.vigil.ingest.source.AddressRules;
import dev.vigil.runtime.config.Default;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of ingest.
 *
 * @param cameras all of them, with ids of their own
 * @param trackGap after so much frame time without its face a track ends; the pictures of a folder lie this and a second apart
 * @param bufferedFrames how many frames of a live camera wait at most while Kafka is away: the newest
 * @param framesAhead how far a camera that runs until its end may be ahead of the commits of {@code group}
 * @param group the consumer group that reads the frames
 * @param connectTimeout a network camera must have answered by then
 * @param silence a network camera that gives no picture for so long is frozen, and is left and connected again
 * @param leastPause before a lost camera is tried again; doubles with every failure, and is jittered
 * @param mostPause the longest such pause
 * @param frozenAfter a live camera that shows exactly the same picture for so long is flagged and connected again; zero for never
 * @param allowNetworks the only networks that cameras may lie in, as {@code 192.168.0.0/16}; empty for all but link-local ones, those
 *     of clouds' metadata, multicast, and for cameras that come by HTTP this machine itself
 * @param denyNetworks networks that no camera may lie in
 * @param allowThisMachine whether cameras that come by HTTP may name files, devices and servers of this machine
 * @param ca the authorities (PEM) that certificates of {@code https} and {@code rtsps} cameras are signed by; null for Java's own
 * @param state the file that keeps what was changed by HTTP, or null: that is forgotten at the end
 * @param accountEvery how often frames are accounted for, beside at the end of a session
 */
public record IngestConfig(
        @Default("[]") List<CameraConfig> cameras,
        @Default("2s") Duration trackGap,
        @Default("10") int bufferedFrames,
        @Default("256") int framesAhead,
        @Default("vigil-see") String group,
        @Default("10s") Duration connectTimeout,
        @Default("3s") Duration silence,
        @Default("500ms") Duration leastPause,
        @Default("3s") Duration mostPause,
        @Default("30s") Duration frozenAfter,
        @Default("[]") List<String> allowNetworks,
        @Default("[]") List<String> denyNetworks,
        @Default("false") boolean allowThisMachine,
        @Nullable Path ca,
        @Nullable Path state,
        @Default("5s") Duration accountEvery) {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /**
     * Checks every value and copies the list.
     *
     * @throws IllegalArgumentException with one sentence that says what would be right
     */
    public IngestConfig {
        cameras = List.copyOf(cameras);
        Set<String> ids = new HashSet<>();
        for (CameraConfig camera : cameras) {
            require(ids.add(camera.id()), "Two cameras bear the id '" + camera.id() + "': ids must differ.");
        }
        require(!trackGap.isNegative() && !trackGap.isZero(), "trackGap must be more than 0.");
        require(bufferedFrames >= 1 && bufferedFrames <= 10_000, "bufferedFrames must be 1 to 10000.");
        require(framesAhead >= 1 && framesAhead <= 100_000, "framesAhead must be 1 to 100000.");
        require(!group.isBlank(), "group must name the consumer group that reads the frames.");
        require(connectTimeout.compareTo(SECOND) >= 0, "connectTimeout must be at least 1s.");
        require(silence.compareTo(Duration.ofMillis(500)) >= 0, "silence must be at least 500ms.");
        require(leastPause.compareTo(Duration.ofMillis(10)) >= 0, "leastPause must be at least 10ms.");
        require(mostPause.compareTo(leastPause) >= 0, "mostPause must not be less than leastPause.");
        require(!frozenAfter.isNegative(), "frozenAfter must not be negative.");
        require(accountEvery.compareTo(Duration.ofMillis(100)) >= 0, "accountEvery must be at least 100ms.");
        allowNetworks = List.copyOf(allowNetworks);
        denyNetworks = List.copyOf(denyNetworks);
        var unused = new AddressRules(allowNetworks, denyNetworks, true);
    }

    /** The settings of cameras, buffers and pauses; all else as it is by default, this machine's own cameras allowed. */
    public IngestConfig(
            List<CameraConfig> cameras,
            Duration trackGap,
            int bufferedFrames,
            int framesAhead,
            String group,
            Duration connectTimeout,
            Duration silence,
            Duration leastPause,
            Duration mostPause) {
        this(
                cameras,
                trackGap,
                bufferedFrames,
                framesAhead,
                group,
                connectTimeout,
                silence,
                leastPause,
                mostPause,
                Duration.ofSeconds(30),
                List.of(),
                List.of(),
                false,
                null,
                null,
                Duration.ofSeconds(5));
    }

    /** Where cameras of the configuration file may be. */
    public AddressRules rules() {
        return new AddressRules(allowNetworks, denyNetworks, true);
    }

    /** The same with other cameras. */
    public IngestConfig withCameras(List<CameraConfig> others) {
        return copy(others, allowThisMachine, state);
    }

    /** The same, keeping what was changed by HTTP in this file where none is named. */
    public IngestConfig keptIn(Path file) {
        return state != null ? this : copy(cameras, allowThisMachine, file);
    }

    /** The same for a machine that is its operator's own: cameras that come by HTTP may name what lies on it. */
    public IngestConfig ofOwnMachine() {
        return copy(cameras, true, state);
    }

    private IngestConfig copy(List<CameraConfig> others, boolean thisMachine, @Nullable Path file) {
        return new IngestConfig(
                others,
                trackGap,
                bufferedFrames,
                framesAhead,
                group,
                connectTimeout,
                silence,
                leastPause,
                mostPause,
                frozenAfter,
                allowNetworks,
                denyNetworks,
                thisMachine,
                ca,
                file,
                accountEvery);
    }

    /** These cameras, all else as it is by default. */
    public static IngestConfig of(List<CameraConfig> cameras) {
        return new IngestConfig(
                cameras,
                Duration.ofSeconds(2),
                10,
                256,
                "vigil-see",
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                Duration.ofMillis(500),
                Duration.ofSeconds(3));
    }

    /** How far the pictures of a folder lie apart: each is a scene of its own. */
    public Duration pictureGap() {
        return trackGap.plus(SECOND);
    }

    private static void require(boolean right, String sentence) {
        if (!right) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
