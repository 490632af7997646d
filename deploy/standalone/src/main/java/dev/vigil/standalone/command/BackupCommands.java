package dev.vigil.standalone.command;

import dev.vigil.gallery.backup.BackupReader;
import dev.vigil.gallery.backup.ImportPolicy;
import dev.vigil.gallery.backup.Imported;
import dev.vigil.gallery.backup.SealedFile;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.runtime.error.UserError;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigil people export} and {@code import}. */
final class BackupCommands {
    private static final int BUFFER = 1024 * 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private BackupCommands() {}

    private static char @Nullable [] passphrase(@Nullable Path file) {
        if (file == null) {
            return null;
        }
        try {
            String text = Files.readString(file).strip();
            if (text.length() < 12) {
                throw new UserError("The passphrase in " + file + " is too short: take at least 12 characters.");
            }
            return text.toCharArray();
        } catch (IOException e) {
            throw new UserError(400, "The passphrase file " + file + " can't be read.", e);
        }
    }

    @Command(
            name = "export",
            description = {
                "Prints all that is held of a person as JSON; or, with --all FILE, writes the whole gallery to a file.",
                "Needs the role admin. The audit enters it."
            },
            mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private ServerOptions server = new ServerOptions();

        @Parameters(arity = "0..1", paramLabel = "PERSON", description = "An id, or a name that only one person has.")
        private @Nullable String person;

        @Option(
                names = "--all",
                paramLabel = "FILE",
                description = "Everybody, to this file, which must not exist yet.")
        private @Nullable Path all;

        @Option(
                names = "--passphrase-file",
                paramLabel = "FILE",
                description = "Encrypts the file (AES-256-GCM) by what stands there.")
        private @Nullable Path passphrase;

        Export(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            if ((person == null) == (all == null)) {
                throw new UserError("Say whom: 'vigil people export PERSON', or 'vigil people export --all FILE'.");
            }
            if (person != null) {
                HttpGalleryClient gallery = server.gallery(terminal.env(), TIMEOUT);
                terminal.line(gallery.export(PeopleCommand.find(gallery, person).id()));
                return 0;
            }
            Path file = java.util.Objects.requireNonNull(all);
            char[] secret = passphrase(passphrase);
            try {
                export(file, secret);
            } catch (IOException e) {
                throw new FailedException("The backup could not be written to " + file + ": " + e.getMessage());
            }
            return 0;
        }

        /** Under another name until it is whole and has been read again. */
        private void export(Path file, char @Nullable [] secret) throws IOException, InterruptedException {
            if (Files.exists(file)) {
                throw new UserError(409, file + " exists: choose another name, or remove it first.");
            }
            Path draft = file.resolveSibling(file.getFileName() + ".part");
            try (OutputStream plain = new BufferedOutputStream(
                            Files.newOutputStream(
                                    draft,
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.TRUNCATE_EXISTING,
                                    StandardOpenOption.WRITE),
                            BUFFER);
                    OutputStream out = secret == null ? plain : SealedFile.encrypting(plain, secret)) {
                server.backup(terminal.env()).export(out);
            }
            BackupReader read = check(draft, secret);
            try {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException e) {
                throw new UserError(409, file + " exists: choose another name, or remove it first.", e);
            }
            terminal.say("wrote " + read.people() + " people with " + read.faces() + " faces to " + file);
        }
    }

    /** Reads a file to its trailer. */
    private static BackupReader check(Path file, char @Nullable [] secret) throws IOException {
        try (InputStream in = open(file, secret)) {
            BackupReader reader = new BackupReader(in);
            while (reader.next() != null) {
                // each line is checked as it is read
            }
            return reader;
        }
    }

    private static InputStream open(Path file, char @Nullable [] secret) throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        if (!SealedFile.isEncrypted(in)) {
            return in;
        }
        if (secret == null) {
            in.close();
            throw new UserError(file + " is encrypted: name the file of its passphrase with --passphrase-file.");
        }
        return new BufferedInputStream(SealedFile.decrypting(in, secret), BUFFER);
    }

    @Command(
            name = "import",
            description = {
                "Brings a file that 'people export --all' wrote into a gallery, after checking all of it.",
                "Where it breaks off, begin it again: what is in is passed over. Who was erased since stays erased."
            },
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private ServerOptions server = new ServerOptions();

        @Parameters(paramLabel = "FILE", description = "The file.")
        private Path file = Path.of("");

        @Option(
                names = "--conflict",
                paramLabel = "POLICY",
                description =
                        "About who is there already and differs: newer (the higher version stays), keep, replace; default newer.")
        private ImportPolicy policy = ImportPolicy.NEWER;

        @Option(
                names = "--passphrase-file",
                paramLabel = "FILE",
                description = "Where the passphrase of the file stands.")
        private @Nullable Path passphrase;

        @Option(names = "--json", description = "Prints one JSON object.")
        private boolean json;

        Import(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            char[] secret = passphrase(passphrase);
            try {
                BackupReader checked = check(file, secret);
                terminal.progress(checked.people() + " people with " + checked.faces() + " faces, and whole");
                Imported done;
                try (InputStream in = open(file, secret)) {
                    done = server.backup(terminal.env()).load(in, policy);
                }
                if (json) {
                    terminal.json(done);
                } else {
                    terminal.line(done.imported() + " imported, " + done.same() + " there already, " + done.kept()
                            + " kept as they were, " + done.erased() + " erased since and left out");
                }
                return 0;
            } catch (IOException e) {
                throw new FailedException("The import broke off (" + e.getMessage()
                        + "): begin it again when the gallery is back, what is in is passed over.");
            }
        }
    }
}
