package dev.vigil.runtime.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A self-signed certificate of 127.0.0.1 and localhost, made by the JDK's keytool; it is its own authority.
 *
 * @param certificate PEM
 * @param key PEM, PKCS#8
 */
record TestCertificate(Path certificate, Path key) {
    private static final String PASSWORD = "changeit";

    /** Makes one in {@code folder}; {@code algorithm} as {@code -keyalg RSA}. */
    static TestCertificate create(Path folder, String name, String... algorithm) throws Exception {
        Path store = folder.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of("-genkeypair", "-alias", "x", "-dname", "CN=" + name));
        command.addAll(List.of("-ext", "san=ip:127.0.0.1,dns:localhost", "-ext", "bc=ca:true", "-validity", "30"));
        command.addAll(Arrays.asList(algorithm));
        keytool(store, command);
        KeyStore read = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        PrivateKey key = (PrivateKey) read.getKey("x", PASSWORD.toCharArray());
        return new TestCertificate(
                write(
                        folder.resolve(name + ".pem"),
                        "CERTIFICATE",
                        read.getCertificate("x").getEncoded()),
                write(folder.resolve(name + ".key"), "PRIVATE KEY", key.getEncoded()));
    }

    TlsConfig config(java.time.Duration reload) {
        return new TlsConfig(certificate, key, reload);
    }

    static Path write(Path file, String kind, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
    }

    private static void keytool(Path store, List<String> command) throws Exception {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        all.addAll(command);
        all.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("keytool failed: " + said);
        }
    }
}
