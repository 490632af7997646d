package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.broker.TopicReader;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.log.Position;
import dev.vigil.runtime.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several replicas of one gallery, side by side. */
class ReplicasIT {
    private static final Logger log = LoggerFactory.getLogger(ReplicasIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CHANGES = 15;

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
    void eachTakesEveryWriteAndTheOthersFindIt() throws Exception {
        String topic = broker.createChangedTopic("shared");
        try (RunningGallery a = replica(topic);
                RunningGallery b = replica(topic);
                RunningGallery c = replica(topic)) {
            List<RunningGallery> all = List.of(a, b, c);
            awaitShared(all);
            List<Long> delays = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                RunningGallery at = all.get(i % 3);
                HttpResponse<String> put = put(at, "p" + i, "P" + i);
                assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
                String position = put.headers().firstValue(Position.HEADER).orElseThrow();
                long acknowledged = System.nanoTime();
                for (RunningGallery other : all) {
                    assertThat(show(other, "p" + i, Position.HEADER, position).statusCode())
                            .as("waited for")
                            .isEqualTo(200);
                }
                delays.add((System.nanoTime() - acknowledged) / 1_000_000);
            }
            log.info("What one replica acknowledged was found at all three after (ms): {}", delays);
            assertThat(all).allSatisfy(one -> assertThat(one.client().people()).hasSize(30));
        }
    }

    @Test
    void aForwardedRequestMeansWhatItMeansAtTheOwner() throws Exception {
        String topic = broker.createChangedTopic("forwarded");
        try (RunningGallery a = replica(topic);
                RunningGallery b = replica(topic)) {
            awaitShared(List.of(a, b));
            for (int i = 0; i < 8; i++) {
                HttpResponse<String> created = put(a, "p" + i, "Ann");
                HttpResponse<String> changed = put(b, "p" + i, "Anna", "If-Match", tag(created));
                assertThat(changed.statusCode()).isEqualTo(200);
                HttpResponse<String> stale = put(a, "p" + i, "Annie", "If-Match", tag(created));
                assertThat(stale.statusCode()).isEqualTo(412);
                assertThat(stale.headers().firstValue("Content-Type")).hasValue("application/problem+json");
                assertThat(put(b, "p" + i, "Eve", "Authorization", "Bearer viewer")
                                .statusCode())
                        .isEqualTo(403);
                assertThat(a.send("DELETE", "/v1/people/p" + i, "operator", null)
                                .statusCode())
                        .isEqualTo(200);
            }
            bothChangeOnePerson(a, b);
            HttpResponse<String> posted = b.send("POST", "/v1/people", "operator", "{\"name\":\"New\"}");
            assertThat(posted.statusCode()).isEqualTo(201);
            assertThat(posted.headers().firstValue("Location").orElseThrow()).startsWith("/v1/people/");
        }
        assertThat(names(topic)).filteredOn(name -> !name.startsWith("Both")).hasSize(17);
        assertThat(names(topic)).doesNotContain("Annie", "Eve").contains("Both " + 2 * CHANGES);
    }

    /** Two clients, each at a replica of its own, count up in one person's name: no change of either is lost. */
    private static void bothChangeOnePerson(RunningGallery a, RunningGallery b) {
        put(a, "both", "Both 0");
        List<CompletableFuture<Void>> clients = Stream.of(a, b)
                .map(at -> CompletableFuture.runAsync(() -> {
                    for (int done = 0; done < CHANGES; ) {
                        HttpResponse<String> read = show(at, "both");
                        int next = 1
                                + Integer.parseInt(Json.read(read.body(), Person.class)
                                        .name()
                                        .substring(5));
                        int status = put(at, "both", "Both " + next, "If-Match", tag(read))
                                .statusCode();
                        assertThat(status).isIn(200, 412);
                        done += status == 200 ? 1 : 0;
                    }
                }))
                .toList();
        clients.forEach(CompletableFuture::join);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(List.of(a, b))
                        .allSatisfy(at -> assertThat(
                                        at.client().person("both").orElseThrow().version())
                                .isEqualTo(1 + 2 * CHANGES)));
    }

    @Test
    void aMarkThatWasNotMadeForThisProcessIsRefusedAndNothingIsForwardedTwice() throws Exception {
        String topic = broker.createChangedTopic("marks");
        try (RunningGallery a = replica(topic);
                RunningGallery b = replica(topic)) {
            awaitShared(List.of(a, b));
            HttpResponse<String> forged =
                    put(a, "ann", "Ann", ReplicaMark.HEADER, "10.0.0.1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
            assertThat(forged.statusCode()).isEqualTo(503);
            assertThat(forged.body()).contains("nothing was written");
            List<HttpResponse<String>> once = Stream.of(a, b)
                    .map(one -> {
                        ReplicaMark mark = ReplicaMark.of(
                                one.gallery.log().mark(),
                                "10.0.0.1",
                                new ReplicaMark.Request("PUT", "/v1/people/ann", "Bearer operator"));
                        return put(one, "ann", "Ann", ReplicaMark.HEADER, mark.text());
                    })
                    .toList();
            assertThat(once).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(201, 503);
        }
        assertThat(names(topic)).containsExactly("Ann");
    }

    @Test
    void aPositionIsWaitedForWithinBounds() throws Exception {
        String topic = broker.createChangedTopic("positions");
        try (RunningGallery a = replica(topic)) {
            awaitShared(List.of(a));
            put(a, "ann", "Ann");
            assertThat(show(a, "ann", Position.HEADER, "nonsense").statusCode()).isEqualTo(400);
            assertThat(show(a, "ann", Position.HEADER, "99:1").statusCode()).isEqualTo(400);
            HttpResponse<String> ahead = show(a, "ann", Position.HEADER, "0:999999999");
            assertThat(ahead.statusCode()).isEqualTo(503);
            assertThat(ahead.body()).contains("has not read so far");
        }
    }

    /** A client of both replicas, one of which goes away: it finds what it has written, and who left left in order. */
    @Test
    void aReplicaThatStopsHandsItsPartitionsOver() throws Exception {
        String topic = broker.createChangedTopic("handover");
        try (RunningGallery stays = replica(topic)) {
            try (RunningGallery leaves = replica(topic)) {
                awaitShared(List.of(stays, leaves));
                HttpGalleryClient client =
                        new HttpGalleryClient(List.of(leaves.base(), stays.base()), "operator", Duration.ofSeconds(10));
                for (int i = 0; i < 8; i++) {
                    client.put("p" + i, NewPerson.named("P" + i));
                    client.enrol("p" + i, Vectors.face(i));
                }
                leaves.close();
                await().atMost(PATIENCE).until(() -> IntStream.range(0, 4).allMatch(stays.gallery.log()::owns));
                for (int i = 0; i < 8; i++) {
                    assertThat(client.faces("p" + i)).hasSize(1);
                    assertThat(client.put("p" + i, NewPerson.named("Q" + i)).version())
                            .isEqualTo(2);
                }
            }
        }
    }

    private static RunningGallery replica(String topic) {
        return RunningGallery.replica(broker.client(), topic, TestBroker.freePort(), "");
    }

    /** Each has some of the partitions, and all are owned and claimed. */
    private static void awaitShared(List<RunningGallery> all) {
        all.forEach(RunningGallery::awaitReady);
        await().atMost(PATIENCE)
                .until(() -> all.stream().allMatch(one -> IntStream.range(0, 4).anyMatch(one.gallery.log()::owns))
                        && IntStream.range(0, 4)
                                .allMatch(p -> all.stream()
                                                .filter(one -> one.gallery.log().owns(p))
                                                .count()
                                        == 1));
        for (int i = 0; i < 16; i++) { // a watchlist of each partition: every owner is known everywhere
            String path = "/v1/watchlists/w" + i;
            for (RunningGallery one : all) {
                await().atMost(PATIENCE)
                        .until(() -> one.send("PUT", path, "operator", "{\"name\":\"W\",\"severity\":\"info\"}")
                                        .statusCode()
                                < 300);
            }
        }
    }

    private static HttpResponse<String> put(RunningGallery at, String id, String name, String... headers) {
        boolean keyed = List.of(headers).contains("Authorization");
        return at.send("PUT", "/v1/people/" + id, keyed ? "" : "operator", Json.line(NewPerson.named(name)), headers);
    }

    private static HttpResponse<String> show(RunningGallery at, String id, String... headers) {
        return at.send("GET", "/v1/people/" + id, "viewer", null, headers);
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    private static List<String> names(String topic) {
        return TestKeys.opened(TopicReader.committed(broker, topic)).stream()
                .filter(record -> TopicReader.key(record).startsWith("person:") && record.value() != null)
                .map(record -> Json.read(record.value(), Person.class).name())
                .toList();
    }
}
