package dev.vigil.standalone.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.seal.KeyEncryptionKey;
import dev.vigil.gallery.seal.KeySources;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.file.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigil keys encryption}: the keys that the gallery's log is encrypted by. */
@Command(
        name = "encryption",
        description = {
            "Makes a key that encrypts the gallery's log, in a file that only you may read. Name it in vigil.yaml:",
            "'encryption: file:FILE' under 'gallery:'. Whoever loses it loses the gallery: keep a copy."
        },
        mixinStandardHelpOptions = true)
final class EncryptionCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The key file.")
    private @Nullable Path file;

    @Option(
            names = "--add",
            description = "Adds a new key before those of the file: it wraps from now on, and the others still open.")
    private boolean add;

    EncryptionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path target = Objects.requireNonNull(file);
        String before = before(target);
        String key = KeyEncryptionKey.newKey();
        OwnerOnlyFile.create(target, key + "\n" + before);
        terminal.line("The key " + KeyEncryptionKey.fromBase64(key).id() + " is in " + target + ".");
        terminal.say(
                add
                        ? "give the file to every gallery, then 'vigil keys reseal'; older keys may go when that says so."
                        : "keep a copy elsewhere: without it nobody can read the gallery.");
        return 0;
    }

    /** What the file holds already. */
    private String before(Path target) {
        if (!Files.exists(target)) {
            if (add) {
                throw new UserError("There is no file " + target + " to add a key to: leave --add out to make it.");
            }
            return "";
        }
        if (!add) {
            throw new UserError(
                    "The file " + target + " is there already, and a gallery may need its key: --add adds a new one.");
        }
        KeySources.of("file:" + target, Map.of()).read(); // what is no key file is not touched
        try {
            return Files.readString(target, UTF_8);
        } catch (IOException e) {
            throw new UserError(400, "The file " + target + " can't be read.", e);
        }
    }
}
