package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.broker.TopicReader;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.runtime.http.Problem;
import dev.vigil.runtime.json.Json;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked wrongly is answered with one sentence, and changes nothing. */
class RefusalsIT {
    private static final String GOOD = Vectors.of(1).toBase64();

    @TempDir
    static Path data;

    static TestBroker broker;
    static RunningGallery running;
    static int records;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(data);
        running = RunningGallery.start(broker.client(), broker.createChangedTopic("refusals"));
        running.client().put("ann", NewPerson.named("Ann"));
        running.client().enrol("ann", Vectors.face(1));
        records = TopicReader.committed(broker, "refusals").size();
    }

    @AfterAll
    static void nothingWasWritten() throws Exception {
        running.close();
        int after = TopicReader.committed(broker, "refusals").size();
        broker.close();
        assertThat(after).isEqualTo(records);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST | /v1/people | {"name":"  "} | The field 'name' is blank.
            POST | /v1/people | {} | The field 'name' is missing.
            POST | /v1/people | {"nmae":"Ann"} | There is no field 'nmae'; known are consent, ignored, name, note, watchlists.
            POST | /v1/people | {"name":"Ann" | The body is no JSON
            POST | /v1/people | {"name":"Ann"} x | The body is no JSON
            POST | /v1/people | {"name":"Ann","name":"Bob"} | Duplicate
            POST | /v1/people | [] | The body is not the JSON object
            POST | /v1/people | null | The body is null
            POST | /v1/people | `` | The body is empty: send JSON with the fields name, note
            POST | /v1/people | {"name":7} | The field 'name' can't be '7': it is a text.
            POST | /v1/people | {"name":["Ann"]} | The field 'name' is of the wrong type: it is a text.
            POST | /v1/people | {"name":"Ann","ignored":"yes"} | The field 'ignored' is of the wrong type: it is true or false.
            POST | /v1/people | {"name":"Ann","consent":{"basis":"x","until":"soon"}} | write a time as 2026-11-24T06:00:00Z
            POST | /v1/people | {"name":"Ann","consent":{"until":null}} | The field 'consent.basis' is missing.
            POST | /v1/people | {"name":"Ann","watchlists":["a b"]} | The id of a watchlist
            POST | /v1/people | {"name":"a\\u0007b"} | control character
            PUT | /v1/people/a%20b | {"name":"Ann"} | The id of a person has 1 to 64 characters
            PUT | /v1/people/a:b | {"name":"Ann"} | The id of a person
            PUT | /v1/people/a%2Fb | {"name":"Ann"} | The id of a person
            PUT | /v1/watchlists/vip | {"name":"Guests","severity":"high"} | The field 'severity' can't be 'high': it is one of info, warning, critical.
            PUT | /v1/watchlists/vip | {"name":"Guests"} | The field 'severity' is missing.
            GET | /v1/people?limit=0 | `` | The parameter 'limit' is a whole number between 1 and 1000.
            GET | /v1/people?limit=x | `` | The parameter 'limit'
            GET | /v1/people?nme=x | `` | There is no parameter 'nme' here; known are limit, after, name, q, watchlist, ignored, count, faces.
            POST | /v1/identify | {"model":"m","k":5,"embeddings":[]} | The field 'embeddings.length' lies between 1 and 64.
            POST | /v1/identify | {"model":"m","k":101,"embeddings":["AACAPw=="]} | The field 'k' lies between 1 and 100.
            POST | /v1/identify | {"model":"m","k":2.5,"embeddings":["AACAPw=="]} | The field 'k' can't be '2.5': it is a whole number.
            POST | /v1/identify | {"model":"m","embeddings":["AACAPw==",null]} | The field 'embeddings[1]' is missing.
            POST | /v1/identify | {"model":"m","embeddings":["%%"]} | The field 'embeddings[0]' is wrong: Illegal base64
            POST | /v1/identify | {"model":"m","embeddings":["AACA"]} | The field 'embeddings[0]' is wrong: An embedding is not a whole count
            POST | /v1/identify | {"model":"m","embeddings":["AAAAAA=="]} | The field 'embeddings[0]' is wrong: An embedding has length zero.
            POST | /v1/identify | {"model":"m","embeddings":["AADAfw=="]} | The field 'embeddings[0]' is wrong: An embedding has a number that is not finite.
            POST | /v1/identify | {"model":"m","threshold":1.5,"embeddings":["AACAPw=="]} | The field 'threshold' is a cosine
            POST | /v1/people | {"name":"Ann","consent":{"basis":"x","until":1700000000000}} | write a time as 2026-11-24T06:00:00Z
            PATCH | /v1/people/ann | {"name":null} | The field 'name' is missing.
            PATCH | /v1/people/ann | {"nmae":"x"} | There is no field 'nmae'
            PATCH | /v1/people/ann | [] | The body is not the JSON object
            PATCH | /v1/people/ann | `` | The body is empty: send a JSON merge patch
            PUT | /v1/watchlists/vip | {"name":"G","severity":"info","threshold":-2} | The field 'threshold' is a cosine
            PUT | /v1/watchlists/vip | {"name":"G","severity":"info","cooldown":"60s"} | write a duration as PT60S
            PUT | /v1/watchlists/vip | {"name":"G","severity":"info","cooldown":60} | write a duration as PT60S
            PUT | /v1/watchlists/vip | {"name":"G","severity":"info","cooldown":"-PT1S"} | lies between PT0S and P30D
            PUT | /v1/watchlists/vip | {"name":"G","severity":"info","schedule":[{"from":"22:00","to":"06:00","zone":"Mars/Base"}]} | write a time zone as Europe/Berlin
            PUT | /v1/watchlists/vip | {"name":"G","severity":"info","schedule":[{"from":"25:00","to":"06:00","zone":"UTC"}]} | write a time of the day as 22:00
            PUT | /v1/watchlists/vip | {"name":"G","severity":"info","schedule":[{"from":"22:00","to":"06:00"}]} | The field 'schedule[0].zone' is missing.
            PUT | /v1/watchlists/vip | {"name":"G","severity":"info","schedule":[{"days":["FUNDAY"],"from":"22:00","to":"06:00","zone":"UTC"}]} | it is one of MONDAY
            POST | /v1/people/ann/split | {"faces":[],"name":"Eve"} | The field 'faces' names the faces
            POST | /v1/people/ann/split | {"faces":["a","a"],"name":"Eve"} | The field 'faces' names the faces
            POST | /v1/people/ann/split | {"faces":["a"]} | The field 'name' is missing.
            POST | /v1/people/ann/faces?accept=all | {} | The parameter 'accept' names duplicate
            """)
    void aBadRequestIsToldWhatIsWrong(String method, String path, String body, String sentence) {
        refused(400, sentence, running.send(method, path, "operator", body));
    }

    @Test
    void aFaceThatCantBeIsRefused() {
        String path = "/v1/people/ann/faces";
        String face =
                "{\"model\":\"mobilefacenet-512\",\"source\":\"s\",\"quality\":%s,\"embedding\":\"%s\",\"crop\":%s}";
        refused(400, "quality", running.send("POST", path, "operator", face.formatted("1.5", GOOD, "null")));
        refused(400, "no JPEG", running.send("POST", path, "operator", face.formatted("1", GOOD, "\"AAAA\"")));
        byte[] bytes = new byte[33_000];
        bytes[0] = (byte) 0xff;
        bytes[1] = (byte) 0xd8;
        bytes[2] = (byte) 0xff;
        String large = Base64.getEncoder().encodeToString(bytes);
        refused(
                400,
                "at most 32768",
                running.send("POST", path, "operator", face.formatted("1", GOOD, '"' + large + '"')));
        refused(
                400,
                "zero",
                running.send("POST", path, "operator", face.formatted("1", floats(new float[512]), "null")));
        float[] nan = Vectors.of(2).toArray();
        nan[100] = Float.NaN;
        refused(400, "not finite", running.send("POST", path, "operator", face.formatted("1", floats(nan), "null")));
        String otherDimension = Vectors.random(1, 128).toBase64();
        refused(
                422,
                "Embeddings of the model mobilefacenet-512 have 512 numbers here, this one 128.",
                running.send("POST", path, "operator", face.formatted("1", otherDimension, "null")));
        refused(
                404,
                "There is no person 'eve'.",
                running.send("POST", "/v1/people/eve/faces", "operator", face.formatted("1", GOOD, "null")));
    }

    @Test
    void probesThatCantMeetTheGalleryAreRefused() {
        String probe = "{\"model\":\"mobilefacenet-512\",\"embeddings\":[\"%s\",\"%s\"]}";
        String other = Vectors.random(1, 128).toBase64();
        refused(
                422,
                "512 numbers here",
                running.send("POST", "/v1/identify", "service", probe.formatted(other, other)));
        refused(422, "of one dimension", running.send("POST", "/v1/identify", "service", probe.formatted(GOOD, other)));
        String verify = "{\"person\":\"%s\",\"model\":\"%s\",\"embedding\":\"" + GOOD + "\"}";
        refused(
                404,
                "no person 'eve'",
                running.send("POST", "/v1/verify", "service", verify.formatted("eve", Vectors.MODEL)));
        refused(
                422,
                "no face of the model other",
                running.send("POST", "/v1/verify", "service", verify.formatted("ann", "other")));
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        String huge = "{\"name\":\"" + "x".repeat(3 * 1024 * 1024) + "\"}";
        refused(413, "larger than the 2097152 bytes", running.send("POST", "/v1/people", "operator", huge));
    }

    @Test
    void tenMegabytesAreRefusedAndNotReadToTheEnd() {
        String huge = "{\"name\":\"" + "x".repeat(10 * 1024 * 1024) + "\"}";
        refused(413, "larger than the 2097152 bytes", running.send("POST", "/v1/people", "operator", huge));
        refused(413, "larger than the 2097152 bytes", running.send("POST", "/v1/identify", "service", huge));
    }

    @Test
    void aSearchMustNameAModelWhereNoneIsSetAndOnlyWatchlistsThatExist() {
        refused(
                422,
                "no active model set: name one",
                running.send("POST", "/v1/identify", "service", "{\"embeddings\":[\"" + GOOD + "\"]}"));
        refused(
                422,
                "There is no watchlist 'x' to search",
                running.send(
                        "POST",
                        "/v1/identify",
                        "service",
                        "{\"model\":\"m\",\"watchlists\":[\"x\"],\"embeddings\":[\"" + GOOD + "\"]}"));
    }

    @Test
    void whatIsMissingOrHasChangedIsRefused() {
        refused(404, "There is no person 'eve'.", running.send("GET", "/v1/people/eve", "viewer", null));
        refused(404, "There is no person 'eve'.", running.send("DELETE", "/v1/people/eve", "operator", null));
        refused(404, "There is no person 'eve'.", running.send("GET", "/v1/people/eve/faces", "viewer", null));
        refused(404, "has no face 'x'", running.send("DELETE", "/v1/people/ann/faces/x", "operator", null));
        refused(404, "There is no watchlist 'x'.", running.send("GET", "/v1/watchlists/x", "viewer", null));
        String bob = "{\"name\":\"Bob\"}";
        refused(412, "version 1", running.send("PUT", "/v1/people/ann", "operator", bob, "If-Match", "\"9\""));
        refused(412, "nothing that If-Match", running.send("PUT", "/v1/people/eve", "operator", bob, "If-Match", "*"));
        refused(412, "there already", running.send("PUT", "/v1/people/ann", "operator", bob, "If-None-Match", "*"));
        refused(412, "version 1", running.send("DELETE", "/v1/people/ann", "operator", null, "If-Match", "\"0\""));
        refused(400, "If-None-Match", running.send("PUT", "/v1/people/ann", "operator", bob, "If-None-Match", "\"1\""));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/people, VIEWER",
        "POST, /v1/people, OPERATOR",
        "GET, /v1/people/ann, VIEWER",
        "PUT, /v1/people/ann, OPERATOR",
        "DELETE, /v1/people/ann, OPERATOR",
        "GET, /v1/people/ann/faces, VIEWER",
        "POST, /v1/people/ann/faces, OPERATOR",
        "DELETE, /v1/people/ann/faces/x, OPERATOR",
        "GET, /v1/watchlists, VIEWER",
        "GET, /v1/watchlists/x, VIEWER",
        "PUT, /v1/watchlists/x, OPERATOR",
        "DELETE, /v1/watchlists/x, OPERATOR",
        "PATCH, /v1/people/ann, OPERATOR",
        "POST, /v1/people/ann/split, OPERATOR",
        "GET, /v1/people/ann/negatives, VIEWER",
        "POST, /v1/people/ann/negatives, OPERATOR",
        "DELETE, /v1/people/ann/negatives/x, OPERATOR",
        "GET, /v1/people/ann/faces/x/crop, VIEWER",
        "PUT, /v1/watchlists/x/people/ann, OPERATOR",
        "DELETE, /v1/watchlists/x/people/ann, OPERATOR",
        "GET, /openapi.json, VIEWER",
        "POST, /v1/identify, SERVICE",
        "POST, /v1/verify, SERVICE"
    })
    void everyRouteAsksForAKeyWithItsRole(String method, String path, String role) {
        refused(401, "needs a key", running.send(method, path, "", method.equals("GET") ? null : "{}"));
        if (!role.equals("VIEWER")) {
            refused(403, "the key has viewer", running.send(method, path, "viewer", "{}"));
        }
        if (role.equals("OPERATOR")) {
            refused(403, "the key has service", running.send(method, path, "service", "{}"));
        }
    }

    @Test
    void aWrongKeyIsToldSo() {
        refused(401, "not known here", running.send("GET", "/v1/people", "guess", null));
    }

    @Test
    void anEmbeddingIsShownToOperatorsOnly() throws Exception {
        for (String role : new String[] {"viewer", "service"}) {
            HttpResponse<String> listed = running.send("GET", "/v1/people/ann/faces", role, null);
            assertThat(listed.statusCode()).isEqualTo(200);
            assertThat(listed.body()).contains("photo-1").doesNotContain("embedding");
            refused(403, "operators only", running.send("GET", "/v1/people/ann/faces?embedding=true", role, null));
        }
        assertThat(running.send("GET", "/v1/people/ann/faces", "operator", null).body())
                .doesNotContain("embedding");
        assertThat(running.send("GET", "/v1/people/ann/faces?embedding=true", "operator", null)
                        .body())
                .contains(GOOD);
    }

    private static void refused(int status, String sentence, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains(Problem.CONTENT_TYPE);
        Problem problem = Json.read(answer.body(), Problem.class);
        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.detail()).contains(sentence).doesNotContain("\n").doesNotContain("dev.vigil");
    }

    private static String floats(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
