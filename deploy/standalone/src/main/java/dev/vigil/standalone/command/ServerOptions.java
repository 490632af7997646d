package dev.vigil.standalone.command;

import dev.vigil.gallery.backup.BackupTransfer;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.ModelsClient;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.tls.Trust;
import dev.vigil.standalone.data.AdminKey;
import dev.vigil.standalone.data.DataFolder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that talk to a running Vigil: where it is, and with which key. */
final class ServerOptions {
    @Option(
            names = {"--gallery", "--server"},
            paramLabel = "URL",
            description = "Where it runs; default ${DEFAULT-VALUE}.")
    private String url = "http://127.0.0.1:8080";

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "The key; default $VIGIL_KEY, else that of the data folder.")
    private @Nullable String key;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of a quickstart on this machine; default ~/.local/share/vigil.")
    private @Nullable Path data;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "The certificate authorities of an https address, in PEM; default $VIGIL_CA, else those of the Java installation.")
    private @Nullable Path ca;

    /**
     * Whose certificates are accepted: {@code --ca}, then {@code VIGIL_CA}, then Java's own authorities.
     *
     * @throws UserError if the file can't be read
     */
    Trust trust(Map<String, String> env) {
        String fromEnvironment = env.get("VIGIL_CA");
        return Trust.of(
                ca != null || fromEnvironment == null || fromEnvironment.isBlank()
                        ? ca
                        : Path.of(fromEnvironment.trim()));
    }

    /**
     * Where it runs.
     *
     * @throws UserError if that is no address
     */
    URI address() {
        try {
            URI address = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new UserError(400, wrong(), e);
        }
        throw new UserError(wrong());
    }

    /**
     * The key: {@code --key}, then {@code VIGIL_KEY}, then the data folder's.
     *
     * @throws UserError if there is none
     */
    String key(Map<String, String> env) {
        if (key != null) {
            return key;
        }
        String fromEnvironment = keyOfEnvironment(env);
        if (!fromEnvironment.isEmpty()) {
            return fromEnvironment;
        }
        AdminKey file = AdminKey.of(folder(env));
        return file.read()
                .orElseThrow(() -> new UserError(
                        "No key: give one with --key or VIGIL_KEY, or name the data folder of a quickstart with --data ("
                                + file.file() + " is not there)."));
    }

    /** Where the key is from, for whoever is told that it is wrong. */
    String keySource(Map<String, String> env) {
        if (key != null) {
            return "the key is that of --key";
        }
        return keyOfEnvironment(env).isEmpty()
                ? "the key is that of the file " + AdminKey.of(folder(env)).file()
                        + ": name the data folder of the quickstart that runs there with --data, or give a key with --key"
                : "the key is that of VIGIL_KEY";
    }

    private Path folder(Map<String, String> env) {
        return data == null ? DataFolder.defaultRoot(env) : data;
    }

    private static String keyOfEnvironment(Map<String, String> env) {
        return env.getOrDefault("VIGIL_KEY", "").trim();
    }

    /** A client of its gallery. */
    HttpGalleryClient gallery(Map<String, String> env, Duration timeout) {
        return new HttpGalleryClient(address(), key(env), timeout, trust(env));
    }

    /** A client of its gallery's models and settings. */
    ModelsClient models(Map<String, String> env, Duration timeout) {
        return new ModelsClient(address(), key(env), timeout, trust(env));
    }

    /** Moves a whole gallery. */
    BackupTransfer backup(Map<String, String> env) {
        return new BackupTransfer(address(), key(env), trust(env));
    }

    private String wrong() {
        return "'" + url + "' is no address: write it as http://127.0.0.1:8080.";
    }
}
