package dev.vigil.standalone.command;

import dev.vigil.gallery.client.EncryptionStatus;
import dev.vigil.gallery.client.HttpGalleryClient;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigil keys reseal}: seals the log of a running gallery by new keys. */
@Command(
        name = "reseal",
        description = {
            "Has a running gallery wrap its data keys by the first key of its file, and seal everything anew, in the background.",
            "Put a new key first with 'vigil keys encryption --add FILE'. Says what is left; ask again with --show."
        },
        mixinStandardHelpOptions = true)
final class ResealCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Terminal terminal;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--show", description = "Only shows how far it is.")
    private boolean show;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    ResealCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        HttpGalleryClient gallery = server.gallery(terminal.env(), TIMEOUT);
        EncryptionStatus status = show ? gallery.encryption() : gallery.rotateEncryption();
        if (json) {
            terminal.json(status);
        } else {
            print(status);
        }
        return 0;
    }

    private void print(EncryptionStatus status) {
        if (!status.encrypted()) {
            terminal.line("The gallery is not encrypted.");
            return;
        }
        for (EncryptionStatus.Key key : status.keys()) {
            terminal.line(key.id() + (key.wraps() ? "  wraps" : "  opens") + "  " + key.dataKeys() + " data keys"
                    + (key.wraps() || key.dataKeys() > 0 ? "" : ", not needed any more"));
        }
        if (!status.resealing().isEmpty()) {
            terminal.line(status.resealing().size() + " partitions wait to be sealed anew.");
        }
    }
}
