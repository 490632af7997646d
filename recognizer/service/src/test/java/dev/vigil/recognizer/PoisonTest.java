package dev.vigil.recognizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.ingest.event.FrameClock;
import dev.vigil.recognizer.decide.DecideRig;
import dev.vigil.recognizer.event.FrameAccount;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.recognizer.see.Camera;
import dev.vigil.recognizer.see.ScriptedEye.Actor;
import dev.vigil.recognizer.see.ScriptedEye.Scripted;
import dev.vigil.recognizer.see.SeeRig;
import dev.vigil.recognizer.track.Faces;
import dev.vigil.runtime.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records that nobody of ours wrote: none stops a stream, and what comes of the good ones is as if they had not been there. */
class PoisonTest {
    private static final int SEEDS = 10;
    private static final int EVENTS = 60;
    private static final String[] NUMBERS = {
        "",
        "NaN",
        "-1",
        "1e3",
        "0x10",
        "9223372036854775807",
        "-9223372036854775808",
        "99999999999999999999",
        "2147483648"
    };
    private static final String[] TIMES = {
        "0001-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z",
        "-999999999-01-01T00:00:00Z",
        "+999999999-12-31T23:59:59.999Z",
        "+1000000000-12-31T23:59:59.999999999Z",
        "1970-01-01T00:00:00Z",
        "2026-02-30T10:00:00Z",
        "2026-11-01T10:00:00+18:00"
    };
    private static final String[] NODES = {
        "null",
        "0",
        "-1",
        "1e300",
        "1e-320",
        "-7.5",
        "9223372036854775807",
        "99999999999999999999",
        "true",
        "\"\"",
        "\"x\"",
        "[]",
        "[null]",
        "{}",
        "[1,2,3]",
        "\"AAAA\"",
        "\"AACAPw==\"",
        "\"0001-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59Z\"",
        "\"+999999999-12-31T23:59:59Z\"",
        "\"-999999999-01-01T00:00:00Z\"",
        "\"ended\"",
        "\"present\"",
        "\"shot\""
    };

    @Test
    void framesOfAnyKindStopNothing() {
        for (int seed = 0; seed < SEEDS; seed++) {
            frames(new Random(seed), seed);
        }
    }

    private static void frames(Random random, int seed) {
        Camera good = new Camera("cam", FrameClock.READING).session("s1");
        List<Sighting> sightings = new ArrayList<>();
        List<FrameAccount> accounts = new ArrayList<>();
        Instant now = SeeRig.START;
        int read = 0;
        try (SeeRig rig = new SeeRig()) {
            rig.pipe(good.started(now));
            for (int i = 0; i < EVENTS; i++) {
                TestRecord<String, byte[]> frame =
                        good.frame(Scripted.picture(1, Actor.good(1, 100), Actor.good(2, 400)), now);
                TestRecord<String, byte[]> poison = poisonedFrame(random, frame);
                assertThatCode(() -> rig.pipe(poison).pipe(frame))
                        .as("seed %d: %s %s %s", seed, poison.key(), text(poison.headers()), text(poison.value()))
                        .doesNotThrowAnyException();
                if (i % 10 == 0) {
                    now = now.plusMillis(200);
                    rig.pass(Duration.ofMillis(200));
                }
                read++;
                sightings.addAll(SeeRig.sightings(rig.out()));
            }
            rig.pipe(good.ended(now)).pass(Duration.ofMinutes(2));
            sightings.addAll(SeeRig.sightings(rig.out()));
            accounts.addAll(rig.accounts());
            FrameAccount[] own = accounts.stream()
                    .filter(each ->
                            each.camera().equals("cam") && each.session().equals("s1"))
                    .toArray(FrameAccount[]::new);
            assertThat(own).as("seed %d", seed).isNotEmpty();
            long processed = 0;
            for (FrameAccount each : own) {
                processed += each.processed();
            }
            assertThat(processed).as("seed %d", seed).isEqualTo(read);
            for (Sighting each : sightings) {
                assertThat(sightings)
                        .as("seed %d: %s ends once", seed, each.track())
                        .filteredOn(
                                other -> other.track().equals(each.track()) && other.phase() == Sighting.Phase.ENDED)
                        .hasSize(1);
            }
        }
    }

    /** Of another camera, or of none, or of this one and unreadable: so that it takes none of this camera's numbers. */
    private static TestRecord<String, byte[]> poisonedFrame(Random random, TestRecord<String, byte[]> good) {
        Headers headers = new RecordHeaders(good.headers());
        byte[] value = good.value();
        @Nullable
        String key =
                random.nextBoolean() ? "other" : new String[] {null, "", " ", "a/b\u0000", "other"}[random.nextInt(5)];
        for (int wrongs = 1 + random.nextInt(3); wrongs > 0; wrongs--) {
            Header[] all = headers.toArray();
            Header header = all[random.nextInt(all.length)];
            headers.remove(header.key());
            byte[] other = headerValue(random, header.key());
            if (random.nextInt(4) > 0) {
                headers.add(header.key(), other);
            }
        }
        switch (random.nextInt(5)) {
            case 0 -> value = null;
            case 1 -> value = new byte[0];
            case 2 -> value = garbage(random);
            case 3 -> value = java.util.Arrays.copyOf(value, value.length / 2);
            default -> {}
        }
        if (random.nextInt(8) == 0) {
            headers = new RecordHeaders();
        }
        if (headers.lastHeader("ce_specversion") == null && random.nextBoolean()) {
            key = good.key();
        }
        return new TestRecord<>(key, value, headers, SeeRig.START);
    }

    private static byte @Nullable [] headerValue(Random random, String name) {
        String[] texts = name.equals("ce_time") || name.equals("ce_capturedat") ? TIMES : NUMBERS;
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> garbage(random);
            default -> texts[random.nextInt(texts.length)].getBytes(UTF_8);
        };
    }

    private static byte[] garbage(Random random) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void sightingsOfAnyKindStopNothing() {
        for (int seed = 0; seed < SEEDS; seed++) {
            sightings(new Random(seed), seed);
        }
    }

    private static void sightings(Random random, int seed) {
        List<TestRecord<String, byte[]>> good = goodSightings();
        List<Recognition> told = new ArrayList<>();
        try (DecideRig rig = new DecideRig()) {
            rig.gallery.enrol("p1", Faces.person(1, 0), "list").enrol("p2", Faces.person(2, 0), "list");
            for (int i = 0; i < EVENTS; i++) {
                TestRecord<String, byte[]> poison =
                        poisonedSighting(random, good.get(random.nextInt(good.size())), "x" + i);
                assertThatCode(() -> rig.pipe(poison).ask())
                        .as("seed %d: %s %s %s", seed, poison.key(), text(poison.headers()), text(poison.value()))
                        .doesNotThrowAnyException();
            }
            rig.recognitions();
            good.forEach(each -> rig.pipe(each).ask());
            told.addAll(rig.recognitions());
        }
        assertThat(told)
                .as("seed %d", seed)
                .filteredOn(each -> each.phase() == Recognition.Phase.CLOSED)
                .extracting(each -> each.person() == null ? "" : each.person().id())
                .containsExactlyInAnyOrder("p1", "p2");
    }

    private static List<TestRecord<String, byte[]>> goodSightings() {
        Camera camera = new Camera("cam", FrameClock.READING).session("s1");
        try (SeeRig see = new SeeRig()) {
            for (int i = 0; i < 70; i++) {
                Instant at = SeeRig.START.plusMillis(200L * i);
                see.pipe(camera.frame(Scripted.picture(1, Actor.good(1, 100), Actor.good(2, 400)), at));
            }
            return see.pipe(camera.ended(SeeRig.START)).out().stream()
                    .filter(each -> each.value().length > 0)
                    .toList();
        }
    }

    /** With another track and session, so that it takes nothing from the good ones. */
    private static TestRecord<String, byte[]> poisonedSighting(
            Random random, TestRecord<String, byte[]> good, String session) {
        ObjectNode json = (ObjectNode) Json.read(good.value(), JsonNode.class);
        json.put("session", session);
        json.put("track", json.path("track").asText().replace("/s1/", "/" + session + "/"));
        for (int wrongs = 1 + random.nextInt(2); wrongs > 0; wrongs--) {
            spoil(random, json);
        }
        byte[] value = Json.bytes(json);
        switch (random.nextInt(12)) {
            case 0 -> value = null;
            case 1 -> value = new byte[0];
            case 2 -> value = garbage(random);
            case 3 -> value = java.util.Arrays.copyOf(value, random.nextInt(value.length));
            default -> {}
        }
        Headers headers = random.nextInt(10) == 0 ? new RecordHeaders() : new RecordHeaders(good.headers());
        return new TestRecord<>(random.nextInt(10) == 0 ? null : good.key(), value, headers, SeeRig.START);
    }

    /** Puts something else in some place. */
    private static void spoil(Random random, JsonNode root) {
        List<Runnable> places = new ArrayList<>();
        collect(random, root, places);
        places.get(random.nextInt(places.size())).run();
    }

    private static void collect(Random random, JsonNode node, List<Runnable> places) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                places.add(() -> object.set(name, other(random)));
                places.add(() -> object.remove(name));
                collect(random, object.get(name), places);
            });
        } else if (node instanceof ArrayNode array) {
            places.add(() -> array.add(other(random)));
            places.add(array::removeAll);
            for (int i = 0; i < Math.min(3, array.size()); i++) {
                int index = i;
                places.add(() -> array.set(index, other(random)));
                collect(random, array.get(i), places);
            }
        }
    }

    private static JsonNode other(Random random) {
        return Json.read(NODES[random.nextInt(NODES.length)].getBytes(UTF_8), JsonNode.class);
    }

    private static String text(Headers headers) {
        StringBuilder text = new StringBuilder();
        for (Header each : headers) {
            text.append(each.key()).append('=').append(text(each.value())).append(' ');
        }
        return text.toString();
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, UTF_8);
    }
}
