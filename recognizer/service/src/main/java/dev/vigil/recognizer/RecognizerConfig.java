package dev.vigil.recognizer;

import dev.vigil.recognizer.stream.GroupProtocol;
import dev.vigil.runtime.config.Default;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The recognizer's settings.
 *
 * @param seeThreads threads of {@code vigil-see}; 0 takes four for each core: a thread that waits for
 *     a transaction, or for a frame of another camera, keeps nobody else waiting. More than there are partitions do nothing
 * @param decideThreads threads of {@code vigil-decide}, at least 1
 * @param workers that run the networks, each with one thread; 0 takes one for each core
 * @param workerPatience how long the networks may take for one frame before their worker is given up
 * @param trackGap a track ends when its face has been missing for so long, in frame time
 * @param maxFrameAge live frames that were published longer ago are skipped and counted
 * @param cameraSilence of a camera after which its tracks end by wall clock
 * @param accountEvery how often frames are accounted for, beside at markers
 * @param minEyePixels between the eyes: below it a face is too small
 * @param minQuality in [0, 1]: below it a face is too poor to be searched
 * @param embedEvery how often a face is embedded again while it is followed, in frame time
 * @param presentEvery how often it is said of a track that it is still there, in frame time: cool-downs of alerts end by it
 * @param detectorWidth of the detector's input in pixels: more finds smaller faces and takes longer
 * @param detectorHeight of the detector's input in pixels
 * @param minFace width of the smallest face that is wanted, in pixels of the frame: it chooses the detector's input among 320x240,
 *     480x360, 640x480, 960x720 and 1280x960, and tiles of the last where that is too small; 0 leaves it to {@code detectorWidth} and {@code detectorHeight}
 * @param detectorMinScore of faces that the detector is sure of, in (0, 1): only they begin a track
 * @param detectorWeakScore of faces that may go on with a track, in (0, 1); as {@code detectorMinScore} where there is no second
 *     round
 * @param motionGate whether frames of a quiet scene are passed over
 * @param motionThreshold grey levels by which a small part of the picture must change, in (0, 255]
 * @param motionSettle for so long after a motion every frame is looked at, in frame time
 * @param motionKeepAlive however quiet it is, a frame is looked at so often; less than {@code trackGap}
 * @param cameras what is different for some cameras, by id
 * @param falsePositiveRate wanted for each track, in (0, 1)
 * @param minMargin to the second person's score that a match needs
 * @param askEvery how long sightings wait for others that are put to the gallery with them
 * @param keepCrops whether events bear a small picture of the face
 * @param cameraNames what people call the cameras, by id
 * @param commitInterval of both streams, at most; events are committed at once
 * @param instance a name that this process keeps over restarts, so that its partitions wait for it; null for none
 * @param replicationFactor of the changelogs; -1 takes the broker's default
 * @param standbys how many other processes keep a warm copy of the stores
 * @param groupProtocol how several recognizers share the cameras: {@code classic}, or {@code streams}, which knows no {@code instance}
 *     and no {@code standbys}: those are a setting of the group at the broker there
 * @param alertExpiry how long an alert is of interest
 * @param alertCooldown how long one person raises no second alert of a watchlist that names no cool-down, in frame time
 * @param actuationLimit how old a frame may be for a door to open on its alert, where the watchlist names no limit
 * @param cameraGroups cameras by the name of their group: a person who goes from one to another of them is one visit to alerts
 * @param detector which network finds faces, by its id in the model store
 * @param liveness which network says whether a face is there or a picture of one, by its id in the model store; null for none
 * @param minLiveness in [0, 1]: a track below it is {@code unknown}, {@code not-live}; 0 to be told and not judged
 * @param embedder which network compares faces; null for the one that is active in the gallery when this starts
 */
public record RecognizerConfig(
        @Default("0") int seeThreads,
        @Default("1") int decideThreads,
        @Default("0") int workers,
        @Default("10s") Duration workerPatience,
        @Default("2s") Duration trackGap,
        @Default("1s") Duration maxFrameAge,
        @Default("60s") Duration cameraSilence,
        @Default("5s") Duration accountEvery,
        @Default("12") float minEyePixels,
        @Default("0.2") float minQuality,
        @Default("1s") Duration embedEvery,
        @Default("5s") Duration presentEvery,
        @Default("320") int detectorWidth,
        @Default("240") int detectorHeight,
        @Default("0") float minFace,
        @Default("0.65") float detectorMinScore,
        @Default("0.5") float detectorWeakScore,
        @Default("false") boolean motionGate,
        @Default("6") double motionThreshold,
        @Default("2s") Duration motionSettle,
        @Default("1s") Duration motionKeepAlive,
        @Default("{}") Map<String, CameraSettings> cameras,
        @Default("0.003") double falsePositiveRate,
        @Default("0.05") float minMargin,
        @Default("10ms") Duration askEvery,
        @Default("true") boolean keepCrops,
        @Default("{}") Map<String, String> cameraNames,
        @Default("500ms") Duration commitInterval,
        @Nullable String instance,
        @Default("-1") int replicationFactor,
        @Default("0") int standbys,
        @Default("classic") GroupProtocol groupProtocol,
        @Default("1h") Duration alertExpiry,
        @Default("5m") Duration alertCooldown,
        @Default("5s") Duration actuationLimit,
        @Default("{}") Map<String, List<String>> cameraGroups,
        @Default("rfb-320") String detector,
        @Nullable String liveness,
        @Default("0") float minLiveness,
        @Nullable String embedder) {
    private static final int THREADS_PER_CORE = 4;

    /** Checks the ranges. */
    public RecognizerConfig {
        cameraNames = Map.copyOf(cameraNames);
        cameras = Map.copyOf(cameras);
        cameraGroups = Map.copyOf(cameraGroups);
        require(seeThreads >= 0 && seeThreads <= 256, "seeThreads lies in 0 to 256.");
        require(decideThreads >= 1 && decideThreads <= 256, "decideThreads lies in 1 to 256.");
        require(workers >= 0 && workers <= 256, "workers lies in 0 to 256.");
        requirePositive(workerPatience, "workerPatience");
        require(workerPatience.compareTo(Duration.ofSeconds(10)) <= 0, "workerPatience is at most 10s.");
        requirePositive(trackGap, "trackGap");
        requirePositive(maxFrameAge, "maxFrameAge");
        requirePositive(cameraSilence, "cameraSilence");
        requirePositive(accountEvery, "accountEvery");
        requirePositive(embedEvery, "embedEvery");
        requirePositive(presentEvery, "presentEvery");
        requirePositive(askEvery, "askEvery");
        requirePositive(commitInterval, "commitInterval");
        requirePositive(alertExpiry, "alertExpiry");
        require(!alertCooldown.isNegative(), "alertCooldown is not negative.");
        requirePositive(actuationLimit, "actuationLimit");
        require(minEyePixels >= 0, "minEyePixels is not negative.");
        require(minQuality >= 0 && minQuality <= 1, "minQuality lies in 0 to 1.");
        require(motionThreshold > 0 && motionThreshold <= 255, "motionThreshold lies between 0 and 255.");
        requirePositive(motionSettle, "motionSettle");
        requirePositive(motionKeepAlive, "motionKeepAlive");
        require(motionKeepAlive.compareTo(trackGap) < 0, "motionKeepAlive is less than trackGap.");
        require(falsePositiveRate > 0 && falsePositiveRate < 1, "falsePositiveRate lies between 0 and 1.");
        require(minMargin >= 0 && minMargin <= 2, "minMargin lies in 0 to 2.");
        CameraSettings.requireDetector(minFace, detectorWidth, detectorHeight, detectorMinScore, detectorWeakScore);
        require(replicationFactor == -1 || replicationFactor >= 1, "replicationFactor is -1 or at least 1.");
        require(standbys >= 0 && standbys <= 5, "standbys lies in 0 to 5.");
        require(
                groupProtocol == GroupProtocol.CLASSIC || instance == null,
                "instance is a name for groupProtocol classic only: leave one of the two out.");
        require(
                groupProtocol == GroupProtocol.CLASSIC || standbys == 0,
                "standbys counts for groupProtocol classic only: with streams, set streams.num.standby.replicas of the"
                        + " groups at the broker.");
        require(minLiveness >= 0 && minLiveness <= 1, "minLiveness lies in 0 to 1.");
        require(
                minLiveness == 0 || liveness != null,
                "minLiveness needs a network that measures it: add liveness: liveness-128, or leave it out.");
        groupByCamera(cameraGroups);
    }

    /** Threads of {@code vigil-see} on this machine. */
    int effectiveSeeThreads() {
        return seeThreads > 0 ? seeThreads : Runtime.getRuntime().availableProcessors() * THREADS_PER_CORE;
    }

    /** Workers on this machine. */
    int effectiveWorkers() {
        return workers > 0 ? workers : Runtime.getRuntime().availableProcessors();
    }

    /** The group of each camera that is in one. */
    Map<String, String> groupByCamera() {
        return groupByCamera(cameraGroups);
    }

    private static Map<String, String> groupByCamera(Map<String, List<String>> cameraGroups) {
        Map<String, String> groups = new HashMap<>();
        cameraGroups.forEach((group, members) -> members.forEach(camera -> {
            String other = groups.put(camera, group);
            require(
                    other == null,
                    "cameraGroups has the camera " + camera + " in both " + other + " and " + group
                            + ": leave it in one.");
        }));
        return groups;
    }

    private static void requirePositive(Duration duration, String name) {
        require(!duration.isNegative() && !duration.isZero(), name + " is longer than nothing.");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
