package dev.vigil.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.runtime.http.KeyRing;
import dev.vigil.runtime.tls.Trust;
import dev.vigil.standalone.VigilProcess;
import dev.vigil.standalone.broker.Ports;
import dev.vigil.standalone.broker.SecuredBroker;
import dev.vigil.standalone.broker.TestCertificate;
import dev.vigil.standalone.command.Console;
import dev.vigil.standalone.command.Console.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas of a gallery as processes of their own, by one vigil.yaml: TLS everywhere, Kafka with a password, tokens of an issuer. */
@TestMethodOrder(org.junit.jupiter.api.MethodOrderer.MethodName.class)
class EncryptedServicesIT {
    private static final String ISSUER = "https://id.example.org/realms/vigil";
    private static final String PASSWORD = "only-kafka-and-we-know-this";
    private static final String KEY = KeyRing.newKey();

    @TempDir
    static Path folder;

    private static SecuredBroker broker;
    private static HttpServer issuer;
    private static RSAKey signing;
    private static TestCertificate certificate;
    private static Path config;
    private static URI first;
    private static URI second;
    private static VigilProcess one;
    private static VigilProcess other;

    @BeforeAll
    static void start() throws Exception {
        broker = SecuredBroker.start(folder);
        broker.user("vigil", PASSWORD);
        giveTheRightsOfTheDocumentation("vigil");
        signing = new RSAKeyGenerator(2048).keyID("first").generate();
        byte[] keys = new JWKSet(signing.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/jwks", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        issuer.start();
        certificate = TestCertificate.create(folder, "gallery", "ip:127.0.0.1");
        config = writeConfig();
        int port = Ports.free();
        int otherPort = Ports.free();
        first = URI.create("https://127.0.0.1:" + port);
        second = URI.create("https://127.0.0.1:" + otherPort);
        one = gallery("one", port);
        other = gallery("other", otherPort);
        for (URI replica : List.of(first, second)) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(
                            () -> assertThat(get(replica, "/ready", KEY).body()).isEqualTo("ready\n"));
        }
        other.awaitText("This replica writes the partitions");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        for (VigilProcess process : List.of(one, other)) {
            assertThat(process.terminate()).as(process.err()).isZero();
            assertThat(process.out() + process.err()).doesNotContain(PASSWORD).doesNotContain(KEY);
        }
        issuer.stop(0);
        broker.close();
    }

    /** As docs/access.md has them, and no more. */
    private static void giveTheRightsOfTheDocumentation(String user) throws Exception {
        broker.permit(
                user,
                ResourceType.TOPIC,
                "vigil.gallery.*",
                AclOperation.READ,
                AclOperation.WRITE,
                AclOperation.DESCRIBE_CONFIGS);
        broker.permit(user, ResourceType.GROUP, "vigil-gallery-*", AclOperation.READ);
        broker.permit(user, ResourceType.TRANSACTIONAL_ID, "vigil-gallery-*", AclOperation.WRITE);
    }

    private static Path writeConfig() throws IOException {
        Path password = Files.writeString(folder.resolve("kafka.password"), PASSWORD + "\n");
        return Files.writeString(folder.resolve("vigil.yaml"), """
                kafka: {bootstrap: "%s", ca: "%s", user: vigil, passwordFile: "%s"}
                access:
                  keys: [{id: ops, role: admin, key: %s}]
                  jwt:
                    issuer: %s
                    audience: vigil
                    jwks: http://127.0.0.1:%d/jwks
                    roles: {chiefs: operator, guards: viewer}
                  tls: {certificate: "%s", key: "%s"}
                gallery: {encryption: none}
                galleryAccess: {ca: "%s"}
                """.formatted(
                        broker.address(),
                        broker.ca(),
                        password,
                        KEY,
                        ISSUER,
                        issuer.getAddress().getPort(),
                        certificate.certificate(),
                        certificate.key(),
                        certificate.certificate()));
    }

    private static VigilProcess gallery(String name, int port) throws IOException {
        return VigilProcess.start(
                        folder,
                        name,
                        Map.of("VIGIL_GALLERY_PORT", Integer.toString(port)),
                        List.of("gallery", "--config", config.toString()))
                .awaitText("listens at https://127.0.0.1:" + port);
    }

    private static HttpResponse<String> get(URI base, String path, String key)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + key)
                .build();
        return Trust.of(certificate.certificate())
                .apply(HttpClient.newBuilder())
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpGalleryClient client(URI base, String key) {
        return new HttpGalleryClient(base, key, Duration.ofSeconds(30), Trust.of(certificate.certificate()));
    }

    private static String token(String kid, JWTClaimsSet.Builder claims) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(kid)
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims.build());
        token.sign(new RSASSASigner(signing));
        return token.serialize();
    }

    private static JWTClaimsSet.Builder claims(String role) {
        return new JWTClaimsSet.Builder()
                .subject("user-7")
                .issuer(ISSUER)
                .audience("vigil")
                .claim("roles", List.of(role))
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    @Test
    void aReplicaForwardsToTheOtherOverTlsWithAPrivateAuthority() {
        for (int i = 0; i < 12; i++) { // their partitions are those of both replicas
            client(first, KEY).put("forwarded-" + i, NewPerson.named("Person " + i));
        }
        assertThat(client(second, KEY).people())
                .filteredOn(person -> person.id().startsWith("forwarded-"))
                .hasSize(12);
    }

    @Test
    void commandsReachBothWithTheAuthoritiesThatTheyAreTold() throws IOException {
        client(first, KEY).put("to-erase", NewPerson.named("Somebody"));
        client(first, KEY).erase("to-erase");
        String url = first.toString();
        Ended distrustful = Console.run(Map.of(), "people", "list", "--gallery", url, "--key", KEY);
        assertThat(distrustful.status()).isEqualTo(1);
        assertThat(distrustful.err()).contains("signed by nobody whom we trust").contains("--ca");
        String ca = certificate.certificate().toString();
        for (String[] command : new String[][] {
            {"people", "list"},
            {"watchlists", "list"},
            {"keys", "list"},
            {"audit", "list"},
            {"keys", "reseal", "--show"}
        }) {
            Ended ended = Console.run(Map.of("VIGIL_CA", ca, "VIGIL_KEY", KEY), with(command, "--gallery", url));
            assertThat(ended.err()).as(String.join(" ", command)).doesNotContain("signed by nobody");
        }
        Ended verified =
                Console.run(Map.of(), "audit", "verify", "--config", config.toString(), "--kafka", broker.address());
        assertThat(verified.status()).as(verified.err() + verified.out()).isZero();
        Ended erased = Console.run(Map.of(), "people", "erasure", "to-erase", "--config", config.toString());
        assertThat(erased.err()).isEmpty();
        assertThat(erased.out()).contains("erased ");
        Ended refused = verifiedWithThePasswordOf(Files.writeString(folder.resolve("wrong.password"), "not it\n"));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("does not accept the user 'vigil' with this password");
        Ended confused = verifiedWithThePasswordOf(certificate.key());
        assertThat(confused.status()).isEqualTo(2);
        assertThat(confused.err())
                .contains("kafka.password (or its file) has several lines")
                .hasLineCount(1);
    }

    private static Ended verifiedWithThePasswordOf(Path file) {
        return Console.run(
                Map.of("VIGIL_KAFKA_PASSWORD_FILE", file.toString()), "audit", "verify", "--config", config.toString());
    }

    private static String[] with(String[] command, String... more) {
        return java.util.stream.Stream.concat(java.util.Arrays.stream(command), java.util.Arrays.stream(more))
                .toArray(String[]::new);
    }

    @Test
    void tokensOfTheIssuerGiveTheirRoleAndOthersAreToldWhyNot() throws Exception {
        assertThat(get(first, "/v1/people", token("first", claims("guards"))).statusCode())
                .isEqualTo(200);
        client(second, token("first", claims("chiefs"))).put("by-token", NewPerson.named("By token"));
        refused(403, "This needs the role admin", token("first", claims("chiefs")));
        refused(401, "it has expired", token("first", claims("chiefs").expirationTime(Date.from(Instant.EPOCH))));
        refused(
                401,
                "it is for another audience",
                token("first", claims("chiefs").audience("others")));
        refused(401, "not signed by a key", token("unknown", claims("chiefs")));
        assertThat(get(first, "/v1/audit?actor=user-7&action=person.put", KEY).body())
                .contains("\"role\":\"operator\"");
    }

    private static void refused(int status, String why, String token) throws Exception {
        HttpResponse<String> answer = get(first, "/v1/audit", token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(why);
    }
}
