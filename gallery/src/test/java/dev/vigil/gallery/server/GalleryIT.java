package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.broker.TopicReader;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.event.Consent;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gallery does when all is well, over HTTP and a real Kafka. */
class GalleryIT {
    private static final int CLIENTS = 8;
    private static final int CHANGES = 5;

    @TempDir
    static Path data;

    static TestBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(data);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @Test
    void whoIsEnrolledIsFoundAtOnceAndAfterARestart() throws Exception {
        String topic = broker.createChangedTopic("enrol");
        String ann;
        try (RunningGallery running = RunningGallery.start(broker.client(), topic)) {
            HttpGalleryClient client = running.client();
            ann = client.create(NewPerson.named("Ann")).id();
            client.put("bob", NewPerson.named("Bob"));
            client.put("bob", NewPerson.named("Bobby"));
            client.enrol(ann, Vectors.face(1));
            client.enrol("bob", Vectors.face(2));
            findsBoth(client, ann);
        }
        try (RunningGallery again = RunningGallery.start(broker.client(), topic)) {
            findsBoth(again.client("service"), ann);
            assertThat(again.client().people()).extracting(Person::name).containsExactlyInAnyOrder("Ann", "Bobby");
            assertThat(again.client().faces(ann))
                    .extracting(FaceTemplate::embedding)
                    .containsExactly(Vectors.of(1));
            assertThat(again.client().person("bob")).map(Person::version).contains(2L);
        }
    }

    private static void findsBoth(HttpGalleryClient client, String ann) {
        Identified answer =
                client.identify(new Probes(Vectors.MODEL, 5, List.of(Vectors.of(1), Vectors.of(2), Vectors.of(3))));
        assertThat(answer.templates()).isEqualTo(2);
        assertThat(answer.results()).hasSize(3);
        assertThat(answer.results().get(0).candidates().get(0)).satisfies(best -> {
            assertThat(best.person()).isEqualTo(ann);
            assertThat(best.name()).isEqualTo("Ann");
            assertThat(best.score()).isGreaterThan(0.9999f);
        });
        assertThat(answer.results().get(1).candidates().get(0).name()).isEqualTo("Bobby");
        assertThat(answer.results().get(2).candidates()).hasSize(2);
        assertThat(answer.results().get(2).candidates().get(0).score()).isLessThan(0.3f);
        assertThat(client.verify("bob", Vectors.MODEL, Vectors.of(2)).score()).isGreaterThan(0.9999f);
    }

    @Test
    void theSamePhotoEnrolsOnce() throws Exception {
        String topic = broker.createChangedTopic("once");
        try (RunningGallery running = RunningGallery.start(broker.client(), topic)) {
            running.client().put("ann", NewPerson.named("Ann"));
            String face = Json.line(Vectors.face(1));
            HttpResponse<String> first = running.send("POST", "/v1/people/ann/faces", "operator", face);
            HttpResponse<String> second = running.send("POST", "/v1/people/ann/faces", "operator", face);
            assertThat(first.statusCode()).isEqualTo(201);
            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(second.body()).isEqualTo(first.body());
            String id = json(first).get("id").textValue();
            assertThat(first.headers().firstValue("Location")).contains("/v1/people/ann/faces/" + id);
            assertThat(running.client().faces("ann")).hasSize(1);

            running.client().removeFace("ann", id);
            assertThat(running.client().faces("ann")).isEmpty();
            assertThat(running.client()
                            .identify(new Probes(Vectors.MODEL, 1, List.of(Vectors.of(1))))
                            .templates())
                    .isZero();
        }
        assertThat(TopicReader.compacted(TopicReader.committed(broker, topic)).keySet())
                .filteredOn(key -> !key.startsWith("datakey:") && !key.startsWith("roll:"))
                .containsExactlyInAnyOrder("person:ann", "owner:0", "owner:1", "owner:2", "owner:3");
    }

    @Test
    void noChangeIsLostWhenEightChangeOnePerson() throws Exception {
        String topic = broker.createChangedTopic("contended");
        ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
        try (RunningGallery running = RunningGallery.start(broker.client(), topic)) {
            running.client().put("ann", new NewPerson("Ann", "0", List.of(), false, null));
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                all.add(pool.submit(() -> addOneEach(running)));
            }
            int conflicts = 0;
            for (Future<Integer> one : all) {
                conflicts += one.get();
            }
            Person ann = running.client().person("ann").orElseThrow();
            assertThat(ann.note()).isEqualTo(Integer.toString(CLIENTS * CHANGES));
            assertThat(ann.version()).isEqualTo(1 + CLIENTS * CHANGES);
            assertThat(conflicts).as("else nobody contended").isPositive();
        } finally {
            pool.shutdownNow();
        }
    }

    /** Reads the note, adds one, and writes it if nobody has meanwhile; returns how often somebody had. */
    private static int addOneEach(RunningGallery running) throws Exception {
        int conflicts = 0;
        int done = 0;
        while (done < CHANGES) {
            HttpResponse<String> read = running.send("GET", "/v1/people/ann", "operator", null);
            int next = Integer.parseInt(json(read).get("note").textValue()) + 1;
            HttpResponse<String> written = running.send(
                    "PUT",
                    "/v1/people/ann",
                    "operator",
                    "{\"name\":\"Ann\",\"note\":\"" + next + "\"}",
                    "If-Match",
                    read.headers().firstValue("ETag").orElseThrow());
            if (written.statusCode() == 412) {
                conflicts++;
            } else {
                assertThat(written.statusCode()).isEqualTo(200);
                done++;
            }
        }
        return conflicts;
    }

    @Test
    void erasingLeavesTombstonesForEveryKeyInOneTransactionAndNothingElse() throws Exception {
        String topic = broker.createChangedTopic("erase");
        try (RunningGallery running = RunningGallery.start(broker.client(), topic)) {
            HttpGalleryClient client = running.client();
            client.put("ann", NewPerson.named("Ann"));
            client.put("bob", NewPerson.named("Bob"));
            for (int i = 1; i <= 5; i++) {
                client.enrol("ann", Vectors.face(i));
            }
            client.enrol("bob", Vectors.face(6));
            client.erase("ann");
            assertThat(client.person("ann")).isEmpty();
            assertThat(client.identify(new Probes(Vectors.MODEL, 5, List.of(Vectors.of(1))))
                            .results()
                            .get(0)
                            .candidates())
                    .extracting(c -> c.person())
                    .containsExactly("bob");
            assertThatThrownBy(() -> client.erase("ann"))
                    .isInstanceOfSatisfying(
                            UserError.class, e -> assertThat(e.status()).isEqualTo(404));
        }
        List<ConsumerRecord<byte[], byte[]>> records = TopicReader.committed(broker, topic);
        assertThat(TopicReader.compacted(records).keySet()).noneMatch(key -> key.contains("ann"));
        List<Long> tombstones = records.stream()
                .filter(record -> record.value() == null)
                .map(ConsumerRecord::offset)
                .toList();
        assertThat(tombstones).hasSize(6);
        // Each transaction ends in a marker that takes an offset: without a gap it was one.
        assertThat(tombstones.get(5) - tombstones.get(0)).isEqualTo(5);
    }

    @Test
    void everyRecordIsACloudEventInItsPersonsPartition() throws Exception {
        String topic = broker.createChangedTopic("events");
        try (RunningGallery running = RunningGallery.start(broker.client(), topic)) {
            running.client().put("ann", NewPerson.named("Ann"));
            running.client().enrol("ann", Vectors.face(1));
        }
        List<ConsumerRecord<byte[], byte[]>> hers = TopicReader.committed(broker, topic).stream()
                .filter(record -> TopicReader.key(record).contains("ann"))
                .toList();
        assertThat(hers).hasSize(2).allSatisfy(record -> {
            assertThat(record.partition()).isEqualTo(GalleryLog.partition("ann", 4));
            EventHeaders headers = EventHeaders.read(record.headers());
            assertThat(headers.type()).isEqualTo("vigil.gallery.changed.v1");
            assertThat(headers.source()).isEqualTo("/gallery");
            assertThat(headers.subject()).isEqualTo(TopicReader.key(record));
            assertThat(headers.contentType()).isEqualTo("application/vnd.vigil.sealed");
        });
        assertThat(TestKeys.opened(TopicReader.committed(broker, topic)))
                .filteredOn(record -> TopicReader.key(record).startsWith("face:"))
                .singleElement()
                .satisfies(record -> assertThat(
                                Json.read(record.value(), FaceTemplate.class).embedding())
                        .isEqualTo(Vectors.of(1)));
    }

    @Test
    void consentThatHasEndedIsNotSearched() throws Exception {
        String topic = broker.createChangedTopic("consent");
        Instant begin = Instant.parse("2026-11-24T06:00:00Z");
        AtomicReference<Instant> now = new AtomicReference<>(begin);
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
        try (RunningGallery running = RunningGallery.start(broker.client(), topic, clock)) {
            HttpGalleryClient client = running.client();
            Consent hour = new Consent("visit", begin.plusSeconds(3600));
            client.put("ann", new NewPerson("Ann", "", List.of(), false, hour));
            client.enrol("ann", Vectors.face(1));
            Probes probes = new Probes(Vectors.MODEL, 1, List.of(Vectors.of(1)));
            assertThat(client.identify(probes).results().get(0).candidates()).hasSize(1);

            now.set(begin.plusSeconds(3600));
            assertThat(client.identify(probes))
                    .isEqualTo(new Identified(
                            0, List.of(new Identified.Result(List.of())), Vectors.MODEL, null, List.of()));
            assertThatThrownBy(() -> client.verify("ann", Vectors.MODEL, Vectors.of(1)))
                    .isInstanceOfSatisfying(
                            UserError.class, e -> assertThat(e.status()).isEqualTo(422));

            client.put("ann", NewPerson.named("Ann"));
            assertThat(client.identify(probes).results().get(0).candidates()).hasSize(1);
        }
    }

    @Test
    void peopleAreListedInPagesAndFoundByName() throws Exception {
        String topic = broker.createChangedTopic("list");
        try (RunningGallery running = RunningGallery.start(broker.client(), topic)) {
            HttpGalleryClient client = running.client();
            for (String id : List.of("d", "b", "a", "c")) {
                client.put(id, NewPerson.named(id.equals("d") ? "Ann" : "Ann " + id));
            }
            JsonNode first = json(running.send("GET", "/v1/people?limit=3", "viewer", null));
            assertThat(first.get("people").findValuesAsText("id")).containsExactly("a", "b", "c");
            JsonNode second = json(running.send(
                    "GET", "/v1/people?limit=3&after=" + first.get("next").textValue(), "viewer", null));
            assertThat(second.get("people").findValuesAsText("id")).containsExactly("d");
            assertThat(second.get("next").isNull()).isTrue();
            assertThat(json(running.send("GET", "/v1/people?limit=4", "viewer", null))
                            .get("next")
                            .isNull())
                    .isTrue();
            assertThat(client.peopleNamed("Ann")).extracting(Person::id).containsExactly("d");
            JsonNode part = json(running.send("GET", "/v1/people?q=nN%20b", "viewer", null));
            assertThat(part.get("people").findValuesAsText("id")).containsExactly("b");
        }
    }

    @Test
    void watchlistsAreKeptAndMetricsCount() throws Exception {
        String topic = broker.createChangedTopic("lists");
        try (RunningGallery running = RunningGallery.start(broker.client(), topic)) {
            HttpResponse<String> made = running.send(
                    "PUT", "/v1/watchlists/vip", "operator", "{\"name\":\"Guests\",\"severity\":\"warning\"}");
            assertThat(made.statusCode()).isEqualTo(201);
            assertThat(json(made).get("severity").textValue()).isEqualTo("warning");
            running.client().put("ann", new NewPerson("Ann", "", List.of("vip"), true, null));
            running.client().enrol("ann", Vectors.face(1));
            assertThat(running.client()
                            .identify(new Probes(Vectors.MODEL, 1, List.of(Vectors.of(1))))
                            .results()
                            .get(0)
                            .candidates()
                            .get(0))
                    .satisfies(c -> {
                        assertThat(c.watchlists()).containsExactly("vip");
                        assertThat(c.ignored()).isTrue();
                    });
            assertThat(json(running.send("GET", "/v1/watchlists", "viewer", null))
                            .get("watchlists"))
                    .hasSize(1);
            assertThat(running.send("DELETE", "/v1/watchlists/vip", "operator", null)
                            .statusCode())
                    .isEqualTo(409);
            assertThat(running.send("GET", "/metrics", "viewer", null).body())
                    .contains("vigil_gallery_people 1.0", "vigil_gallery_faces 1.0")
                    .contains(
                            "vigil_gallery_search_seconds_bucket{le=\"0.005\"}",
                            "vigil_gallery_search_seconds_count 1");
        }
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return Json.mapper().readTree(answer.body());
    }
}
