package dev.vigil.standalone.command;

import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.kafka.KafkaRefusal;
import dev.vigil.standalone.explain.EventId;
import dev.vigil.standalone.explain.Explainer;
import dev.vigil.standalone.explain.Explanation;
import dev.vigil.standalone.explain.ExplanationText;
import dev.vigil.standalone.service.VigilConfig;
import dev.vigil.vision.model.ModelStore;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigil explain}: the story of one decision. */
@Command(
        name = "explain",
        description =
                "Tells the story of a decision from the topics: shots, candidates, thresholds, and the time at each stage.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Terminal terminal;

    @Parameters(
            paramLabel = "EVENT_ID",
            description = "The id of a recognition or an alert (the header ce_id), or the episode of an event.")
    private @Nullable String id;

    @Mixin
    private KafkaOptions options = new KafkaOptions();

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        EventId event = EventId.of(Objects.requireNonNull(id));
        VigilConfig config = options.read(terminal.env());
        KafkaConfig kafka = options.kafka(config);
        Explainer.Names topics = new Explainer.Names(
                config.gallery().topic(), config.gallery().audit().topic());
        ModelStore models = new ModelStore(ModelStore.defaultRoot(terminal.env()));
        Explanation story;
        try {
            story = new Explainer(kafka, topics, models, PATIENCE).explain(event);
        } catch (KafkaException e) {
            throw new FailedException(
                    "Kafka at " + kafka.bootstrap() + " does not show the events: " + KafkaRefusal.orReason(kafka, e),
                    e);
        }
        if (json) {
            terminal.json(story);
        } else {
            new ExplanationText(ZoneId.systemDefault()).of(story).forEach(terminal::line);
        }
        return 0;
    }
}
