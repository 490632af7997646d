package dev.vigil.standalone.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.audit.TopicScan;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.recognizer.decide.DecideSettings;
import dev.vigil.recognizer.decide.Replay;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.TopicSpec;
import dev.vigil.runtime.topic.Topics;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads kept sightings, decides them once more, and says what changed. For one replay, by one thread. */
public final class ReplayRun {
    private static final Duration CLOCKS = Duration.ofMinutes(1);
    private static final int TELL_EVERY = 1_000;

    private final KafkaConfig kafka;
    private final ReplayWindow window;
    private final Duration patience;
    private final boolean byName;
    private final Consumer<String> progress;
    private final Map<String, Recognition> after = new LinkedHashMap<>();
    private final Map<String, Outcome> before = new HashMap<>();
    private final Set<String> cameras = new TreeSet<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<TopicPartition, Long> firstKept = new HashMap<>();
    private long earliest = Long.MAX_VALUE;
    private int sightings;
    private int events;

    /**
     * Over what {@code kafka} keeps.
     *
     * @param patience how long Kafka may take for the next record
     * @param byName whether people are the same by their names, and not by their ids
     * @param progress hears how far it is
     */
    public ReplayRun(
            KafkaConfig kafka, ReplayWindow window, Duration patience, boolean byName, Consumer<String> progress) {
        this.kafka = kafka;
        this.window = window;
        this.patience = patience;
        this.byName = byName;
        this.progress = progress;
    }

    /**
     * Runs it.
     *
     * @param gallery who is asked
     * @param write whether what is decided goes to the topic
     * @throws UserError if nothing of that time is kept, or there is no such camera
     * @throws org.apache.kafka.common.KafkaException if Kafka can't be read or written
     */
    public ReplayReport run(DecideSettings settings, Function<Probes, Identified> gallery, boolean write) {
        if (write) {
            try (ReplayWriter writer = new ReplayWriter(kafka, patience)) {
                decide(settings, gallery, writer);
                writer.commit();
            }
        } else {
            decide(settings, gallery, decided -> {});
        }
        if (!after.isEmpty()) {
            readDecisions();
        }
        return report(write);
    }

    private void decide(
            DecideSettings settings, Function<Probes, Identified> gallery, Consumer<Replay.Decided> writer) {
        Replay replay = new Replay(settings, gallery, Clock.systemUTC(), decided -> {
            events++;
            after.put(decided.event().track().id(), decided.event());
            writer.accept(decided);
        });
        try (TopicScan scan = scan(Topics.FACE_SIGHTED)) {
            List<TopicPartition> partitions = scan.partitionsOf(window.cameras());
            Map<TopicPartition, Long> starts = scan.starts(partitions);
            Map<TopicPartition, Long> ends = scan.ends(partitions);
            scan.scan(starts, ends, record -> {
                firstKept.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.timestamp());
                take(record, replay);
                return true;
            });
            checkKept(starts, ends);
        }
        replay.finish();
    }

    /** What is no sighting, as a camera's marker, or can't be read, is passed over: live it went to the dead letters. */
    private void take(ConsumerRecord<byte[], byte[]> record, Replay replay) {
        String camera = record.key() == null ? "" : new String(record.key(), UTF_8);
        seen.add(camera);
        if (!Sighting.TYPE.equals(EventHeaders.typeOf(record.headers())) || !window.watches(camera)) {
            return;
        }
        Sighting sighting;
        try {
            sighting = Json.read(record.value(), Sighting.class);
        } catch (UncheckedIOException e) {
            return;
        }
        if (window.has(sighting)) {
            cameras.add(sighting.camera());
            earliest = Math.min(earliest, record.timestamp());
            replay.next(sighting);
            if (++sightings % TELL_EVERY == 0) {
                progress.accept(sightings + " sightings");
            }
        }
    }

    /** Where a log does not begin with its first record, what lies before it is gone. */
    private void checkKept(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
        starts.forEach((partition, start) -> {
            if (start == 0) {
                firstKept.remove(partition);
            } else if (start >= ends.getOrDefault(partition, 0L)) {
                firstKept.put(partition, Clock.systemUTC().millis());
            }
        });
        Instant kept = keptFrom();
        if (kept != null && cameras.isEmpty() && !kept.isBefore(window.to())) {
            throw new UserError(
                    "The sightings of that time are gone: they are kept for 6 hours, unless your topics say otherwise, and"
                            + " here from " + kept + " on; name a later time with --from and --to.");
        }
        window.cameras().stream()
                .filter(camera -> !seen.contains(camera))
                .findFirst()
                .ifPresent(camera -> {
                    throw new UserError("No sighting of a camera '" + camera
                            + "' is kept: './vigil cameras list' shows the ids that there are.");
                });
    }

    private @Nullable Instant keptFrom() {
        return firstKept.values().stream()
                .max(Long::compare)
                .map(Instant::ofEpochMilli)
                .orElse(null);
    }

    /** How the tracks were decided live, in the end. */
    private void readDecisions() {
        try (TopicScan scan = scan(Topics.FACE_RECOGNIZED)) {
            List<TopicPartition> partitions = scan.partitionsOf(window.cameras());
            Map<TopicPartition, Long> from = scan.since(partitions, earliest - CLOCKS.toMillis());
            scan.scan(from, scan.ends(partitions), record -> {
                readDecision(record);
                return true;
            });
        }
    }

    private void readDecision(ConsumerRecord<byte[], byte[]> record) {
        try {
            EventHeaders headers = EventHeaders.read(record.headers());
            String track = headers.subject();
            if (track != null && after.containsKey(track) && headers.type().equals(Recognition.TYPE)) {
                before.put(track, Outcome.of(Json.read(record.value(), Recognition.class)));
            }
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return; // nobody can tell of what that was
        }
    }

    private TopicScan scan(TopicSpec topic) {
        return new TopicScan(kafka, topic.name(), IsolationLevel.READ_COMMITTED, patience);
    }

    private record Pair(Outcome before, Outcome after) {}

    private ReplayReport report(boolean written) {
        Map<Pair, List<String>> changed = new LinkedHashMap<>();
        int unchanged = 0;
        for (Map.Entry<String, Recognition> entry : after.entrySet()) {
            Outcome live = named(before.getOrDefault(entry.getKey(), Outcome.UNDECIDED));
            Outcome now = named(Outcome.of(entry.getValue()));
            if (live.decision().equals(now.decision()) && Objects.equals(live.person(), now.person())) {
                unchanged++;
            } else {
                changed.computeIfAbsent(new Pair(live, now), pair -> new ArrayList<>())
                        .add(entry.getKey());
            }
        }
        List<ReplayReport.Change> changes = changed.entrySet().stream()
                .map(entry -> new ReplayReport.Change(
                        entry.getKey().before(),
                        entry.getKey().after(),
                        entry.getValue().size(),
                        entry.getValue().get(0)))
                .sorted(Comparator.comparing(ReplayReport.Change::tracks)
                        .reversed()
                        .thenComparing(ReplayReport.Change::before)
                        .thenComparing(ReplayReport.Change::after))
                .toList();
        return new ReplayReport(
                window.from(),
                window.to(),
                keptFrom(),
                List.copyOf(cameras),
                after.size(),
                unchanged,
                changes,
                events,
                written,
                notes());
    }

    private Outcome named(Outcome outcome) {
        return byName ? outcome.byName() : outcome;
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        Instant kept = keptFrom();
        if (kept != null && kept.isAfter(window.from())) {
            notes.add("Sightings are kept from " + kept + " on: tracks that began before are left out.");
        }
        Map<String, Integer> empty = new TreeMap<>();
        after.values().stream()
                .filter(event -> event.reason() == Reason.EMPTY_GALLERY)
                .forEach(event -> empty.merge(event.model().embedder(), 1, Integer::sum));
        empty.forEach((model, tracks) -> notes.add(
                "The gallery holds no face of the model " + model + ", by which " + tracks + " tracks were embedded."));
        return notes;
    }
}
