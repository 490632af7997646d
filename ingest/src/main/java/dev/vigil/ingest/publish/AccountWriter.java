package dev.vigil.ingest.publish;

import dev.vigil.ingest.event.FrameAccount;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.event.TraceParent;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.kafka.KafkaRefusal;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what became of the frames to {@code vigil.frame.accounted.v1}. It has a producer of its own, so that accounts that can't be
 * written never hold a frame up. An account stays with its ledger until Kafka has it. Thread-safe.
 */
public final class AccountWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AccountWriter.class);
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final Producers producers;
    private final Supplier<Collection<FrameLedger>> ledgers;
    private final Set<FrameAccount> underway = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "vigil-ingest-accounts");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean useless;
    private volatile boolean failing;

    private AccountWriter(Producers producers, Supplier<Collection<FrameLedger>> ledgers) {
        this.producers = producers;
        this.ledgers = ledgers;
    }

    /** Starts writing every {@code period}; does not wait for Kafka. */
    public static AccountWriter start(KafkaConfig kafka, Duration period, Supplier<Collection<FrameLedger>> ledgers) {
        Producers producers = new Producers(
                () -> new KafkaProducer<>(settings(kafka), new StringSerializer(), new ByteArraySerializer()), null);
        AccountWriter writer = new AccountWriter(producers, ledgers);
        long millis = period.toMillis();
        var unused = writer.timer.scheduleWithFixedDelay(writer::write, millis, millis, TimeUnit.MILLISECONDS);
        return writer;
    }

    private static Map<String, Object> settings(KafkaConfig kafka) {
        Map<String, Object> settings = Publisher.settings(kafka);
        settings.put("client.id", "vigil-ingest-accounts");
        settings.put("buffer.memory", 4L * 1024 * 1024);
        settings.put("batch.size", 16 * 1024);
        return settings;
    }

    /** Writes what is due soon, and not only at the next turn. */
    public void soon() {
        try {
            timer.execute(this::write);
        } catch (RejectedExecutionException e) {
            log.debug("The accounts are closed already.");
        }
    }

    private void write() {
        try {
            if (useless) {
                producers.renew();
                useless = false;
            }
            for (FrameLedger ledger : ledgers.get()) {
                for (FrameAccount account : ledger.due()) {
                    if (underway.add(account)) {
                        send(ledger, account);
                    }
                }
            }
        } catch (RuntimeException e) { // the edge of the thread: the next turn tries again
            report(e);
        }
    }

    private void send(FrameLedger ledger, FrameAccount account) {
        Producer<String, byte[]> producer = producers.get();
        try {
            var unused = producer.send(record(account), (metadata, failure) -> {
                if (failure == null) {
                    ledger.written(account);
                }
                underway.remove(account);
                useless |= KafkaRefusal.is(failure);
                report(failure);
            });
        } catch (KafkaException e) {
            underway.remove(account);
            throw e;
        }
    }

    private static ProducerRecord<String, byte[]> record(FrameAccount account) {
        String id = String.join(
                "/",
                account.camera(),
                account.session(),
                "account",
                FrameAccount.SERVICE,
                account.firstSequence() + "-" + account.lastSequence(),
                Long.toString(account.until().toEpochMilli()));
        EventHeaders headers = new EventHeaders(
                id,
                FrameAccount.TYPE,
                "/cameras/" + account.camera(),
                account.until(),
                account.session(),
                "application/json",
                TraceParent.begin(),
                Map.of());
        var record = new ProducerRecord<>(FrameAccount.TYPE, account.camera(), Json.bytes(account));
        headers.writeTo(record.headers());
        return record;
    }

    private void report(@Nullable Exception failure) {
        if (failure != null && !failing) {
            log.warn("The frames can't be accounted for now; that is made up for later: {}", failure.toString());
        } else if (failure == null && failing) {
            log.info("The frames are accounted for again.");
        }
        failing = failure != null;
    }

    /** Writes what is left, for at most a few seconds. */
    @Override
    public void close() {
        soon();
        timer.shutdown();
        try {
            if (!timer.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                timer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producers.close(CLOSING);
    }
}
