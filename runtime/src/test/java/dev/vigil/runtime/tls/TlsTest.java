package dev.vigil.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Access;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.KeyRing;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Sessions;
import dev.vigil.runtime.metric.Metrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final Duration OFTEN = Duration.ofMillis(50);

    @TempDir
    Path folder;

    private final Metrics metrics = new Metrics();
    private final String key = KeyRing.newKey();

    private HttpService serve(TlsConfig tls) {
        return HttpService.start(
                new HttpService.Settings("127.0.0.1", 0, 1000, tls),
                new Access(new KeyRing().add("v", key, Role.VIEWER), new Sessions(Clock.systemUTC())),
                metrics,
                List.of(),
                List.of());
    }

    private static HttpClient trusting(Path... authorities) throws IOException {
        Path bundle = Files.createTempFile("authorities", ".pem");
        for (Path authority : authorities) {
            Files.writeString(bundle, Files.readString(authority), java.nio.file.StandardOpenOption.APPEND);
        }
        try {
            return Trust.of(bundle).apply(HttpClient.newBuilder()).build();
        } finally {
            Files.delete(bundle);
        }
    }

    private HttpResponse<String> get(HttpClient client, HttpService service, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + service.port() + path))
                .header("Authorization", "Bearer " + key)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void replace(Path target, Path by) throws IOException {
        Path draft = target.resolveSibling(target.getFileName() + ".new");
        Files.copy(by, draft);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void onlyWhoTrustsTheAuthorityIsServedAndWithNothingOlderThanTls12() throws Exception {
        TestCertificate own = TestCertificate.create(folder, "own", "-keyalg", "RSA", "-keysize", "2048");
        TestCertificate other = TestCertificate.create(folder, "other", "-keyalg", "EC");
        try (HttpService service = serve(own.config(OFTEN))) {
            HttpResponse<String> answer = get(trusting(own.certificate()), service, "/metrics");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).containsPattern("vigil_tls_certificate_expiry_seconds 25[89]\\d{4}\\.");
            assertThatThrownBy(() -> get(trusting(other.certificate()), service, "/live"))
                    .isInstanceOf(SSLException.class);
            for (String old : List.of("TLSv1.1", "TLSv1")) {
                assertThatThrownBy(() -> handshake(service, own.certificate(), old))
                        .isInstanceOf(IOException.class);
            }
            assertThat(handshake(service, own.certificate(), "TLSv1.2").getProtocol())
                    .isEqualTo("TLSv1.2");
            assertThatThrownBy(() -> HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/live"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    private static SSLSession handshake(HttpService service, Path authority, String... protocols) throws Exception {
        var sockets = Trust.of(authority).context().orElseThrow().getSocketFactory();
        try (SSLSocket socket = (SSLSocket) sockets.createSocket("127.0.0.1", service.port())) {
            socket.setEnabledProtocols(protocols);
            socket.startHandshake();
            return socket.getSession();
        }
    }

    @Test
    void aNewCertificateIsTakenUnderLoadWithoutDroppingARequest() throws Exception {
        TestCertificate first = TestCertificate.create(folder, "first", "-keyalg", "EC");
        TestCertificate second = TestCertificate.create(folder, "second", "-keyalg", "RSA", "-keysize", "2048");
        Path certificate = Files.copy(first.certificate(), folder.resolve("tls.crt"));
        Path secret = Files.copy(first.key(), folder.resolve("tls.key"));
        try (HttpService service = serve(new TlsConfig(certificate, secret, OFTEN))) {
            AtomicBoolean going = new AtomicBoolean(true);
            AtomicInteger served = new AtomicInteger();
            CountDownLatch warm = new CountDownLatch(20);
            ExecutorService clients = Executors.newFixedThreadPool(3);
            List<Future<?>> runs = List.of(
                    clients.submit(() -> load(service, first, second, /* fresh= */ false, going, served, warm)),
                    clients.submit(() -> load(service, first, second, /* fresh= */ false, going, served, warm)),
                    clients.submit(() -> load(service, first, second, /* fresh= */ true, going, served, warm)));
            warm.await();
            assertThat(subject(service, first, second)).isEqualTo("CN=first");

            replace(certificate, second.certificate()); // only one of the two: not usable yet
            int then = served.get();
            Awaitility.await().until(() -> served.get() > then + 20);
            assertThat(subject(service, first, second)).isEqualTo("CN=first");

            replace(secret, second.key());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(subject(service, first, second)).isEqualTo("CN=second"));
            int after = served.get();
            Awaitility.await().until(() -> served.get() > after + 20);
            going.set(false);
            for (Future<?> run : runs) {
                run.get(); // throws what a request threw
            }
            clients.shutdown();
        }
    }

    private Object load(
            HttpService service,
            TestCertificate first,
            TestCertificate second,
            boolean fresh,
            AtomicBoolean going,
            AtomicInteger served,
            CountDownLatch warm)
            throws Exception {
        HttpClient client = trusting(first.certificate(), second.certificate());
        while (going.get()) {
            HttpClient asks = fresh ? trusting(first.certificate(), second.certificate()) : client;
            assertThat(get(asks, service, "/live").statusCode()).isEqualTo(200);
            served.incrementAndGet();
            warm.countDown();
        }
        return served;
    }

    private static String subject(HttpService service, TestCertificate first, TestCertificate second) throws Exception {
        Path bundle = Files.createTempFile("both", ".pem");
        Files.writeString(bundle, Files.readString(first.certificate()) + Files.readString(second.certificate()));
        X509Certificate leaf = (X509Certificate)
                handshake(service, bundle, "TLSv1.3", "TLSv1.2").getPeerCertificates()[0];
        Files.delete(bundle);
        return leaf.getSubjectX500Principal().getName();
    }

    @Test
    void authoritiesAreReadAgainWhileAClientRuns() throws Exception {
        TestCertificate own = TestCertificate.create(folder, "own", "-keyalg", "EC");
        TestCertificate other = TestCertificate.create(folder, "other", "-keyalg", "EC");
        Path authorities = Files.copy(other.certificate(), folder.resolve("authorities.pem"));
        Trust trust = Trust.of(authorities, Duration.ZERO);
        try (HttpService service = serve(own.config(OFTEN))) {
            HttpClient client = trust.apply(HttpClient.newBuilder()).build();
            assertThatThrownBy(() -> get(client, service, "/live")).isInstanceOf(SSLException.class);

            replace(authorities, own.certificate());
            assertThat(get(client, service, "/live").statusCode()).isEqualTo(200);

            Files.writeString(authorities, "no certificate at all");
            assertThat(get(trust.apply(HttpClient.newBuilder()).build(), service, "/live")
                            .statusCode())
                    .as("what can't be used changes nothing")
                    .isEqualTo(200);
            replace(authorities, other.certificate());
            HttpClient later = trust.apply(HttpClient.newBuilder()).build();
            service.close();
            try (HttpService again = serve(own.config(OFTEN))) { // on another port: no session is taken up again
                assertThatThrownBy(() -> get(later, again, "/live")).isInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void filesThatCantBeUsedAreToldInOneSentence() throws Exception {
        TestCertificate a = TestCertificate.create(folder, "a", "-keyalg", "EC");
        TestCertificate b = TestCertificate.create(folder, "b", "-keyalg", "EC");
        Path nothing = folder.resolve("nothing.pem");
        assertRefused(
                new TlsConfig(nothing, a.key(), OFTEN), "The certificate " + nothing + ": there is no such file.");
        assertRefused(new TlsConfig(a.key(), a.key(), OFTEN), "it holds no certificate in PEM");
        assertRefused(new TlsConfig(a.certificate(), a.certificate(), OFTEN), "it holds no private key in PEM");
        assertRefused(new TlsConfig(a.certificate(), b.key(), OFTEN), "is not that of the certificate");
        Path encrypted = TestCertificate.write(folder.resolve("e"), "ENCRYPTED PRIVATE KEY", new byte[] {1});
        assertRefused(new TlsConfig(a.certificate(), encrypted, OFTEN), "its private key is encrypted");
        Path damaged = TestCertificate.write(folder.resolve("d"), "EC PRIVATE KEY", new byte[] {0x30, 0x7F, 1});
        assertRefused(new TlsConfig(a.certificate(), damaged, OFTEN), "its private key is damaged");
        assertThatThrownBy(() -> new TlsConfig(nothing, null, OFTEN)).hasMessageContaining("TLS needs both files");
        assertThatThrownBy(() -> Trust.of(nothing))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no such file");
    }

    private void assertRefused(TlsConfig config, String sentence) {
        assertThatThrownBy(() -> ReloadingTls.start(config, metrics))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void theOlderFormsOfAKeyAreReadToo() throws Exception {
        TestCertificate rsa = TestCertificate.create(folder, "rsa", "-keyalg", "RSA", "-keysize", "2048");
        byte[] pkcs8 = Pem.privateKey(Files.readString(rsa.key())).getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length); // after version, algorithm and the octets' head
        Path old = TestCertificate.write(folder.resolve("pkcs1.key"), "RSA PRIVATE KEY", pkcs1);
        assertThat(Identity.read(rsa.certificate(), old).subject()).isEqualTo("CN=rsa");

        TestCertificate ec = TestCertificate.create(folder, "ec", "-keyalg", "EC", "-groupname", "secp384r1");
        ECPrivateKey secret = (ECPrivateKey) Pem.privateKey(Files.readString(ec.key()));
        Path sec1 = TestCertificate.write(folder.resolve("sec1.key"), "EC PRIVATE KEY", sec1(secret));
        assertThat(Identity.read(ec.certificate(), sec1).subject()).isEqualTo("CN=ec");
    }

    /** As OpenSSL writes a key of secp384r1: version, the number, and the curve's OID under tag 0. */
    private static byte[] sec1(ECPrivateKey key) {
        byte[] number = key.getS().toByteArray();
        byte[] padded = new byte[48];
        int from = Math.max(0, number.length - 48);
        System.arraycopy(number, from, padded, 48 - (number.length - from), number.length - from);
        byte[] curve = {(byte) 0xA0, 7, 6, 5, 0x2B, (byte) 0x81, 4, 0, 0x22};
        byte[] der = new byte[2 + 3 + 50 + curve.length];
        System.arraycopy(new byte[] {0x30, (byte) (der.length - 2), 2, 1, 1, 4, 48}, 0, der, 0, 7);
        System.arraycopy(padded, 0, der, 7, 48);
        System.arraycopy(curve, 0, der, 55, curve.length);
        return der;
    }
}
