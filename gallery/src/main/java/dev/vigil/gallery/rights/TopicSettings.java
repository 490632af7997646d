package dev.vigil.gallery.rights;

import dev.vigil.runtime.kafka.KafkaConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;

/** Asks Kafka for the settings of topics. Not thread-safe; close it. */
public final class TopicSettings implements AutoCloseable {
    private final Admin admin;

    /** Connects; each question is answered within {@code patience}, or throws. */
    public TopicSettings(KafkaConfig kafka, Duration patience) {
        Map<String, Object> client = new HashMap<>(kafka.client());
        client.put("default.api.timeout.ms", Math.toIntExact(patience.toMillis()));
        client.put("request.timeout.ms", Math.toIntExact(patience.toMillis()));
        this.admin = Admin.create(client);
    }

    /** The names of all topics, Kafka's own left out. */
    public List<String> names() {
        return get(admin.listTopics().names()).stream().sorted().toList();
    }

    /** The limits of these topics, by name; those that are missing are left out. */
    public Map<String, TopicLimits> of(Collection<String> topics) {
        List<ConfigResource> asked = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<String, TopicLimits> limits = new TreeMap<>();
        admin.describeConfigs(asked).values().forEach((resource, answer) -> {
            try {
                Map<String, String> settings = new HashMap<>();
                for (ConfigEntry entry : get(answer).entries()) {
                    if (entry.value() != null) {
                        settings.put(entry.name(), entry.value());
                    }
                }
                limits.put(resource.name(), TopicLimits.of(settings));
            } catch (org.apache.kafka.common.errors.UnknownTopicOrPartitionException e) {
                limits.remove(resource.name()); // it was deleted meanwhile, or was never there
            }
        });
        return limits;
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
