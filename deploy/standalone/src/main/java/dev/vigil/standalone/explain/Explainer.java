package dev.vigil.standalone.explain;

import dev.vigil.gallery.audit.AuditTopic;
import dev.vigil.gallery.audit.Subjects;
import dev.vigil.gallery.audit.TopicScan;
import dev.vigil.recognizer.event.Alert;
import dev.vigil.recognizer.event.AlertAcknowledged;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.kafka.KafkaRefusal;
import dev.vigil.standalone.explain.Evidence.Decided;
import dev.vigil.standalone.explain.Explanation.Card;
import dev.vigil.standalone.explain.Explanation.Deed;
import dev.vigil.standalone.explain.Explanation.Raised;
import dev.vigil.standalone.explain.Explanation.Stage;
import dev.vigil.standalone.explain.Explanation.Step;
import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.ModelStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Puts the story of a decision together. For one story, by one thread. */
public final class Explainer {
    private static final int DEEDS = 10;

    private final KafkaConfig kafka;
    private final Names topics;
    private final ModelStore models;
    private final Duration patience;
    private final List<String> missing = new ArrayList<>();

    /** What the topics of the gallery and its audit are called, which may be configured. */
    public record Names(String gallery, String audit) {}

    /**
     * Reads from {@code kafka}, and cards from {@code models}.
     *
     * @param patience how long Kafka may take for the next record
     */
    public Explainer(KafkaConfig kafka, Names topics, ModelStore models, Duration patience) {
        this.kafka = kafka;
        this.topics = topics;
        this.models = models;
        this.patience = patience;
    }

    /**
     * The story of an event.
     *
     * @throws UserError if there is no such event, or no longer
     * @throws KafkaException if Kafka can't be read
     */
    public Explanation explain(EventId id) {
        Evidence evidence = Evidence.read(kafka, id, patience);
        Optional<Alert> alert = evidence.alerts().stream()
                .filter(each -> each.id().equals(id.text()))
                .findFirst();
        Decided decided = alert.isPresent() ? behind(alert.get(), evidence) : decided(id, evidence);
        Recognition event = decided.event();
        Optional<Sighting> sighting = sighting(event, evidence);
        if (sighting.isEmpty()) {
            missing.add(
                    "The track's sightings are no longer kept (6 hours, unless your topics say otherwise): of its shots"
                            + " only the best one is known, which the event bears.");
        }
        List<Sighting.ShotView> shots = sighting.map(Sighting::shots).orElse(List.of());
        return new Explanation(
                decided.id(),
                alert.map(each -> raised(each, evidence)).orElse(null),
                withoutPicture(event),
                shots,
                card(event, shots.size()),
                gallery(event.timings().searchedAt()),
                stages(event, alert.map(Alert::raisedAt).orElse(null)),
                evidence.decisions().stream().map(Explainer::step).toList(),
                audit(event),
                missing);
    }

    private static Decided decided(EventId id, Evidence evidence) {
        return evidence.decisions().stream()
                .filter(each -> id.kind() == EventId.Kind.EPISODE || each.id().equals(id.text()))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new UserError(
                        404,
                        "There is no event '" + id.text()
                                + "' on the topics: it never was, or its time is over (recognitions"
                                + " are kept for 7 days and alerts for 30, unless your topics say otherwise)."));
    }

    /** The recognition that an alert was raised for; where that is gone, as the alert tells it. */
    private Decided behind(Alert alert, Evidence evidence) {
        Recognition told = alert.recognition();
        String id = told.episode() + "/" + told.phase().label() + "/" + told.revision();
        return evidence.decisions().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseGet(() -> {
                    missing.add(
                            "The recognition " + id + " is no longer kept (7 days, unless your topics say otherwise):"
                                    + " this is as the alert tells it.");
                    return new Decided(id, told);
                });
    }

    /** The sighting that the decision rests on: the one that was told at that moment. */
    private static Optional<Sighting> sighting(Recognition event, Evidence evidence) {
        return evidence.sightings().stream()
                .filter(each -> Objects.equals(
                        each.timings().sightedAt(), event.timings().sightedAt()))
                .reduce((earlier, later) -> later);
    }

    private static Raised raised(Alert alert, Evidence evidence) {
        Optional<AlertAcknowledged> seenTo = evidence.acknowledged().stream()
                .filter(each -> each.alert().equals(alert.id()))
                .findFirst();
        return new Raised(
                alert.id(),
                alert.watchlist(),
                alert.severity(),
                alert.appearedAt(),
                alert.raisedAt(),
                alert.expiresAt(),
                alert.actuate(),
                alert.actuateUntil(),
                seenTo.map(AlertAcknowledged::by).orElse(null),
                seenTo.map(AlertAcknowledged::at).orElse(null));
    }

    private static Recognition withoutPicture(Recognition event) {
        return new Recognition(
                event.episode(),
                event.phase(),
                event.camera(),
                event.track(),
                event.decision(),
                event.reason(),
                event.person(),
                event.score(),
                event.threshold(),
                event.lowerThreshold(),
                event.margin(),
                event.falsePositiveRate(),
                event.extrapolated(),
                event.templates(),
                event.revision(),
                event.candidates(),
                event.face(),
                null,
                event.model(),
                event.timings(),
                event.replayed());
    }

    private @Nullable Card card(Recognition event, int shots) {
        String id = event.model().embedder();
        if (!models.has(id)) {
            missing.add("This machine has no card of the model " + id + ": its false match rates can't be told.");
            return null;
        }
        ModelCard card = models.model(id).card();
        FalseMatchCurve curve = card.curves().of(Math.max(1, shots));
        Float threshold = event.threshold();
        Float score = event.score();
        return new Card(
                id,
                card.licence(),
                card.origin(),
                card.note(),
                curve.kind(),
                curve.calibrated(),
                threshold == null ? null : curve.falseMatchRate(threshold),
                score == null ? null : curve.falseMatchRate(score));
    }

    private Map<Integer, Long> gallery(@Nullable Instant searchedAt) {
        Map<Integer, Long> position = new TreeMap<>();
        if (searchedAt == null) {
            return position;
        }
        try (TopicScan scan = new TopicScan(kafka, topics.gallery(), IsolationLevel.READ_COMMITTED, patience)) {
            List<TopicPartition> partitions = scan.partitions();
            scan.since(partitions, searchedAt.toEpochMilli())
                    .forEach((partition, offset) -> position.put(partition.partition(), offset));
        } catch (KafkaException e) {
            missing.add("The gallery's log can't be read here (" + KafkaRefusal.orReason(kafka, e)
                    + "): its position is not known.");
        }
        return position;
    }

    private List<Deed> audit(Recognition event) {
        Recognition.PersonRef person = event.person();
        if (person == null) {
            return List.of();
        }
        try {
            return new AuditTopic(kafka, topics.audit(), patience)
                            .page(
                                    null,
                                    event.timings().emittedAt(),
                                    Map.of(),
                                    entry -> Subjects.concerns(entry, person.id())
                                            && !entry.action().endsWith(".read"),
                                    DEEDS)
                            .entries()
                            .stream()
                            .map(entry -> new Deed(
                                    entry.time(),
                                    entry.action(),
                                    entry.subject(),
                                    entry.actor().id()))
                            .toList();
        } catch (KafkaException e) {
            missing.add("The audit can't be read here (" + KafkaRefusal.orReason(kafka, e)
                    + "): who enrolled the person is not told.");
            return List.of();
        }
    }

    private static List<Stage> stages(Recognition event, @Nullable Instant raisedAt) {
        Recognition.Timings timings = event.timings();
        Map<String, @Nullable Instant> all = new LinkedHashMap<>();
        all.put("captured", timings.capturedAt());
        all.put("published", timings.publishedAt());
        all.put("seen", timings.seenAt());
        all.put("sighted", timings.sightedAt());
        all.put("answered", timings.searchedAt());
        all.put("decided", timings.emittedAt());
        all.put("alerted", raisedAt);
        List<Stage> stages = new ArrayList<>();
        Instant before = null;
        for (Map.Entry<String, @Nullable Instant> stage : all.entrySet()) {
            Instant at = stage.getValue();
            if (at != null) {
                Long took = before == null ? null : Duration.between(before, at).toMillis();
                stages.add(new Stage(stage.getKey(), at, took));
                before = at;
            }
        }
        return stages;
    }

    private static Step step(Decided decided) {
        Recognition event = decided.event();
        return new Step(
                decided.id(),
                event.decision(),
                event.reason(),
                event.person() == null ? null : event.person().name(),
                event.score(),
                event.timings().emittedAt());
    }
}
