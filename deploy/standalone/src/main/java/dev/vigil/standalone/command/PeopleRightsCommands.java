package dev.vigil.standalone.command;

import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.rights.ErasureCheck;
import dev.vigil.gallery.rights.ErasureProof;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.kafka.KafkaRefusal;
import dev.vigil.standalone.service.VigilConfig;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigil people erasure}: proves from the log that a person is erased. */
final class PeopleRightsCommands {
    /** The exit status where bare keys are left. */
    static final int KEYS_LEFT = 3;

    /** The exit status where content is left. */
    static final int CONTENT_LEFT = 4;

    /** The exit status where nothing is left and no erasure is known. */
    static final int UNKNOWN = 5;

    private static final Logger log = LoggerFactory.getLogger(PeopleRightsCommands.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private PeopleRightsCommands() {}

    @Command(
            name = "erasure",
            description = {
                "Reads the gallery's log from its start, and says what it still holds of a person, and what else may, until when.",
                "Exits with 0 where nothing is left and the audit has the erasure; 3 where only bare keys are left (the id without",
                "content, until a second compaction); 4 where content is left, or the person was not erased; 5 where nothing is left",
                "and the audit knows of no erasure; 1 where it can't be looked at, as while Kafka is away.",
                "The name of somebody who is erased is kept nowhere: only who is still there can be named by it, for which the gallery",
                "is asked (--gallery)."
            },
            mixinStandardHelpOptions = true)
    static final class Erasure implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private KafkaOptions options = new KafkaOptions();

        @Mixin
        private ServerOptions server = new ServerOptions();

        @Parameters(
                paramLabel = "PERSON",
                description = "The person's id, as the receipt has it; or the name of one person who is still there.")
        private String person = "";

        @Option(names = "--json", description = "Prints one JSON object.")
        private boolean json;

        Erasure(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            boolean isId = person.matches("[A-Za-z0-9_-]{1,64}");
            ErasureProof proof = check(isId ? person : named());
            if (isId && proof.verdict() == ErasureProof.Verdict.UNKNOWN) {
                String other = namedIfTold();
                proof = other == null ? proof : check(other);
            }
            if (json) {
                terminal.json(proof);
            } else {
                print(proof);
            }
            return switch (proof.verdict()) {
                case ERASED -> 0;
                case KEYS_LEFT -> KEYS_LEFT;
                case CONTENT_LEFT, HELD -> CONTENT_LEFT;
                case UNKNOWN -> UNKNOWN;
            };
        }

        private ErasureProof check(String id) {
            VigilConfig config = options.read(terminal.env());
            try {
                return new ErasureCheck(
                                options.kafka(config),
                                config.gallery().topic(),
                                config.gallery().audit().topic())
                        .of(id);
            } catch (KafkaException e) {
                throw new FailedException(
                        "Kafka does not show the gallery's log: " + KafkaRefusal.orReason(options.kafka(config), e));
            }
        }

        /** The id of the one of that name. */
        private String named() {
            GalleryClient gallery = server.gallery(terminal.env(), TIMEOUT);
            if (gallery.peopleNamed(person).isEmpty()) {
                throw new UserError(
                        404,
                        "Nobody in the gallery is named '" + person
                                + "', and the name of somebody who is erased is kept "
                                + "nowhere: give the id, which the receipt and 'vigil audit list --action person.erase' have.");
            }
            return PeopleCommand.find(gallery, person).id();
        }

        /** The same where what looks like an id is one's name; null where it is nobody's, or no gallery tells. */
        private @Nullable String namedIfTold() {
            GalleryClient gallery;
            try {
                gallery = server.gallery(terminal.env(), TIMEOUT);
                if (gallery.peopleNamed(person).isEmpty()) {
                    return null;
                }
            } catch (UserError | GalleryAwayException e) {
                log.debug("No gallery tells whether somebody is named so", e);
                return null;
            }
            return PeopleCommand.find(gallery, person).id();
        }

        private void print(ErasureProof proof) {
            proof.receipts()
                    .forEach(receipt -> terminal.line("erased " + receipt.time() + " by " + receipt.actor()
                            + ", receipt " + receipt.receipt() + " (audit " + receipt.entry() + ")"));
            if (proof.receipts().isEmpty()) {
                terminal.line("the audit has no erasure of " + proof.person());
            }
            proof.records()
                    .forEach(found -> terminal.line("  " + found.partition() + ":" + found.offset() + "  " + found.key()
                            + "  " + (found.tombstone() ? "bare key" : "CONTENT") + "  of " + found.time()));
            terminal.line("the gallery's log (" + proof.read() + " records read from its start): "
                    + (proof.contents() == 0 ? "no content" : proof.contents() + " records with content")
                    + (proof.tombstones() == 0 ? ", no key" : ", " + proof.tombstones() + " bare keys")
                    + (proof.held() ? "; the gallery HOLDS this person" : ""));
            proof.elsewhere()
                    .forEach(place -> terminal.line("  " + place.place() + " may hold " + place.what()
                            + (place.until() == null ? "" : ", until " + place.until())));
        }
    }
}
