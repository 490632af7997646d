package dev.vigil.runtime.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.runtime.http.Credential;
import dev.vigil.runtime.http.Principal;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server of keys. */
class TokenVerifierTest {
    private static final String ISSUER = "https://id.example.org/realms/vigil";

    @TempDir
    Path folder;

    private final AtomicReference<JWKSet> published = new AtomicReference<>();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private RSAKey rsa;

    @BeforeEach
    void start() throws Exception {
        rsa = new RSAKeyGenerator(2048).keyID("first").generate();
        published.set(new JWKSet(rsa.toPublicJWK()));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            asked.incrementAndGet();
            byte[] body = published.get().toString().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private TokenConfig config(Duration keysFor) {
        return config("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks", null, "roles", keysFor);
    }

    private static TokenConfig config(String jwks, Path file, String claim, Duration keysFor) {
        return new TokenConfig(
                ISSUER,
                "vigil",
                jwks,
                file,
                null,
                claim,
                Map.of("guards", Role.VIEWER, "chiefs", Role.OPERATOR),
                List.of("RS256", "ES256"),
                Duration.ofSeconds(30),
                keysFor);
    }

    private TokenVerifier verifier() {
        TokenConfig config = config(Duration.ofMinutes(5));
        return new TokenVerifier(config, TokenKeys.of(config, 300));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("user-7")
                .issuer(ISSUER)
                .audience(List.of("other", "vigil"))
                .claim("roles", List.of("guards"))
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    private static Credential sign(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer, String kid)
            throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .keyID(kid)
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims);
        token.sign(signer);
        return Credential.of(token.serialize());
    }

    private Credential sign(JWTClaimsSet claims) throws Exception {
        return sign(claims, JWSAlgorithm.RS256, new RSASSASigner(rsa), "first");
    }

    private static void assertRefused(TokenVerifier verifier, Credential token, String why) {
        assertThat(verifier.authenticate(token))
                .isInstanceOfSatisfying(
                        Verdict.Unknown.class,
                        unknown -> assertThat(unknown.sentence()).contains(why));
    }

    @Test
    void theSubjectIsThePrincipalAndItsRolesAreMapped() throws Exception {
        TokenVerifier verifier = verifier();
        assertThat(verifier.authenticate(sign(claims().build())))
                .isEqualTo(new Verdict.Known(new Principal("user-7", Role.VIEWER)));
        assertThat(verifier.authenticate(sign(claims().claim("roles", List.of("guards", "chiefs", "x"))
                        .build())))
                .isEqualTo(new Verdict.Known(new Principal("user-7", Role.OPERATOR)));
        assertThat(verifier.authenticate(sign(claims().claim("roles", "chiefs").build())))
                .isEqualTo(new Verdict.Known(new Principal("user-7", Role.OPERATOR)));
        assertThat(verifier.authenticate(
                        sign(claims().claim("roles", List.of("admin")).build())))
                .as("a name that nobody mapped gives nothing, whatever it is")
                .isEqualTo(new Verdict.Known(new Principal("user-7", Role.ANYONE)));
        assertThat(asked).hasValue(1);
    }

    @Test
    void aRoleMayLieInsideAnotherClaim() throws Exception {
        TokenConfig nested = config(
                "http://localhost:" + server.getAddress().getPort() + "/jwks",
                null,
                "realm_access.roles",
                Duration.ofMinutes(5));
        assertThat(new TokenVerifier(nested)
                        .authenticate(sign(claims().claim("realm_access", Map.of("roles", List.of("chiefs")))
                                .build())))
                .isEqualTo(new Verdict.Known(new Principal("user-7", Role.OPERATOR)));
    }

    @Test
    void whatIsNotForUsNotNowOrNotComplete() throws Exception {
        TokenVerifier verifier = verifier();
        Instant now = Instant.now();
        assertRefused(verifier, sign(claims().audience("other").build()), "it is for another audience");
        assertRefused(verifier, sign(claims().issuer("https://evil.example").build()), "it is of another issuer");
        assertRefused(
                verifier,
                sign(claims().expirationTime(Date.from(now.minusSeconds(60))).build()),
                "it has expired");
        assertRefused(
                verifier,
                sign(claims().notBeforeTime(Date.from(now.plusSeconds(60))).build()),
                "it is not valid yet");
        assertRefused(verifier, sign(claims().expirationTime(null).build()), "a claim that is needed is missing");
        assertRefused(verifier, sign(claims().subject(null).build()), "a claim that is needed is missing");
        assertRefused(verifier, sign(claims().subject("a\nb").build()), "its subject is no name");
        assertThat(verifier.authenticate(sign(
                        claims().expirationTime(Date.from(now.minusSeconds(10))).build())))
                .as("within the clocks' difference")
                .isInstanceOf(Verdict.Known.class);
    }

    @Test
    void whatIsNotSignedByTheIssuerInAWayThatCountsIsRefused() throws Exception {
        TokenVerifier verifier = verifier();
        String trust = "it is not signed by a key and algorithm that this service trusts";
        assertRefused(verifier, Credential.of(new PlainJWT(claims().build()).serialize()), trust);
        RSAKey stranger = new RSAKeyGenerator(2048).keyID("first").generate();
        assertRefused(verifier, sign(claims().build(), JWSAlgorithm.RS256, new RSASSASigner(stranger), "first"), trust);
        assertRefused(
                verifier,
                sign(
                        claims().build(),
                        JWSAlgorithm.HS256,
                        new MACSigner(rsa.toRSAPublicKey().getEncoded()),
                        "first"),
                trust);
        assertRefused(verifier, sign(claims().build(), JWSAlgorithm.RS512, new RSASSASigner(rsa), "first"), trust);
        String good = sign(claims().build()).token().orElseThrow();
        int dot = good.indexOf('.');
        String forged = good.substring(0, dot + 1)
                + java.util.Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(claims().claim("roles", List.of("chiefs"))
                                .build()
                                .toString()
                                .getBytes(UTF_8))
                + good.substring(good.lastIndexOf('.'));
        assertRefused(verifier, Credential.of(forged), trust);
        assertRefused(verifier, Credential.of("eyJh.eyJi." + "a".repeat(20_000)), "longer than this service takes");
        assertThat(verifier.authenticate(Credential.of("vigil_key"))).isEqualTo(TokenVerifier.NOT_OURS);
    }

    @Test
    void aRotatedKeyIsFetchedAndForgedOnesDontMakeUsAskTooOften() throws Exception {
        TokenVerifier verifier = verifier();
        assertThat(verifier.authenticate(sign(claims().build()))).isInstanceOf(Verdict.Known.class);
        ECKey second = new ECKeyGenerator(Curve.P_256).keyID("second").generate();
        published.set(new JWKSet(List.<JWK>of(rsa.toPublicJWK(), second.toPublicJWK())));
        Credential rotated = sign(claims().build(), JWSAlgorithm.ES256, new ECDSASigner(second), "second");
        Awaitility.await().until(() -> verifier.authenticate(rotated) instanceof Verdict.Known);
        int before = asked.get();
        RSAKey stranger = new RSAKeyGenerator(2048).generate();
        for (int i = 0; i < 100; i++) {
            Credential guess =
                    sign(claims().build(), JWSAlgorithm.RS256, new RSASSASigner(stranger), "no-such-key-" + i);
            assertThat(verifier.authenticate(guess)).isNotInstanceOf(Verdict.Known.class);
        }
        assertThat(asked.get() - before).isLessThan(50);
        assertThat(verifier.authenticate(rotated)).isInstanceOf(Verdict.Known.class);
    }

    @Test
    void whereTheIssuerIsAwayItsKnownKeysGoOnAndBeforeThatNothingCanBeTold() throws Exception {
        TokenConfig brief = config(Duration.ofSeconds(1));
        TokenVerifier known = new TokenVerifier(brief, TokenKeys.of(brief, 100));
        assertThat(known.authenticate(sign(claims().build()))).isInstanceOf(Verdict.Known.class);
        server.stop(0);
        Instant until = Instant.now().plusSeconds(2); // past the time for which the keys are held
        Awaitility.await().until(() -> {
            assertThat(known.authenticate(sign(claims().build()))).isInstanceOf(Verdict.Known.class);
            return Instant.now().isAfter(until);
        });
        assertThat(verifier().authenticate(sign(claims().build()))).isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    void theKeysMayLieInAFileWhichIsReadAgain() throws Exception {
        Path file = folder.resolve("jwks.json");
        Files.writeString(file, published.get().toString());
        TokenConfig config = config(null, file, "roles", Duration.ofSeconds(1));
        TokenVerifier verifier = new TokenVerifier(config, TokenKeys.of(config, 100));
        assertThat(verifier.authenticate(sign(claims().build()))).isInstanceOf(Verdict.Known.class);
        RSAKey second = new RSAKeyGenerator(2048).keyID("second").generate();
        Files.writeString(file, new JWKSet(second.toPublicJWK()).toString());
        Credential rotated = sign(claims().build(), JWSAlgorithm.RS256, new RSASSASigner(second), "second");
        Awaitility.await().until(() -> verifier.authenticate(rotated) instanceof Verdict.Known);
        Awaitility.await().until(() -> verifier.authenticate(sign(claims().build())) instanceof Verdict.Unknown);
    }

    record Access(TokenConfig jwt) {}

    record Root(Access access) {}

    @Test
    void aConfigurationThatWouldLetInTheWrongOnesIsRefused() throws IOException {
        assertWrong("issuer: x", "jwt.audience is missing");
        assertWrong(
                "issuer: x, audience: y, roles: {a: admin}", "name the issuer's keys with jwt.jwks or jwt.jwksFile");
        assertWrong("issuer: x, audience: y, jwks: 'https://id/k'", "jwt.roles is empty");
        assertWrong("issuer: x, audience: y, jwks: 'http://id/k', roles: {a: admin}", "it must be https");
        assertWrong("algorithms: [HS256]", "jwt.algorithms has 'HS256': known are RS256");
        assertWrong("algorithms: [none]", "jwt.algorithms has 'none'");
        assertWrong("jwks: 'https://id/k'", "jwt.issuer is missing");
        assertWrong("clockSkew: 1h", "jwt.clockSkew is at most 5m");
        assertThat(ConfigReader.parse("{}", "x", Map.of(), Root.class)
                        .access()
                        .jwt()
                        .enabled())
                .isFalse();
    }

    private static void assertWrong(String jwt, String sentence) {
        assertThatThrownBy(() -> ConfigReader.parse("access: {jwt: {" + jwt + "}}", "vigil.yaml", Map.of(), Root.class))
                .hasMessageContaining(sentence);
    }
}
