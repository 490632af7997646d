package dev.vigil.runtime.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing. What exists is left as it is: partitions are fixed for life. */
public final class TopicCreator {
    private final Admin admin;
    private final Duration timeout;

    /** Uses a client that the caller closes; each call to the cluster is bounded by {@code timeout}. */
    public TopicCreator(Admin admin, Duration timeout) {
        this.admin = admin;
        this.timeout = timeout;
    }

    /**
     * Creates those of {@code specs} that are missing, with the standalone counts of partitions and one replica where
     * {@code standalone}, else with theirs and {@code replicas}.
     *
     * @return the names of those created
     * @throws IllegalStateException if the cluster refuses or does not answer in time
     */
    public List<String> createMissing(Collection<TopicSpec> specs, boolean standalone, short replicas)
            throws InterruptedException {
        try {
            Set<String> present = admin.listTopics().names().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            List<NewTopic> missing = new ArrayList<>();
            for (TopicSpec spec : specs) {
                if (!present.contains(spec.name())) {
                    missing.add(newTopic(spec, standalone, replicas));
                }
            }
            Map<String, org.apache.kafka.common.KafkaFuture<Void>> results =
                    admin.createTopics(missing).values();
            List<String> created = new ArrayList<>();
            for (Map.Entry<String, org.apache.kafka.common.KafkaFuture<Void>> result : results.entrySet()) {
                if (awaitCreated(result.getValue())) {
                    created.add(result.getKey());
                }
            }
            return created;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The topics could not be created: " + e.getMessage(), e);
        }
    }

    private boolean awaitCreated(org.apache.kafka.common.KafkaFuture<Void> result)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false; // another process was faster
            }
            throw e;
        }
    }

    private static NewTopic newTopic(TopicSpec spec, boolean standalone, short replicas) {
        int partitions = standalone ? spec.standalonePartitions() : spec.partitions();
        return new NewTopic(spec.name(), partitions, standalone ? (short) 1 : replicas).configs(spec.config());
    }
}
