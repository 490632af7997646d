package dev.vigil.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.runtime.http.Credential;
import dev.vigil.standalone.service.VigilConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked wrongly: exit 2, nothing on standard output, and one line that says what to write instead. */
class ProgramTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "quikstart               | vigil knows no command 'quikstart': did you mean 'quickstart'?",
                "quickstart --poeple x   | vigil quickstart knows no option '--poeple': did you mean '--people'?",
                "people lst              | vigil people knows no command 'lst': did you mean 'list'?",
                "verify a.jpg            | Missing required parameter: 'PHOTO_B'",
                "verify a.jpg b.jpg c.jpg| vigil verify knows no argument 'c.jpg'",
                "people                  | vigil people: say which: ",
                "gallery                 | Missing required option: '--config=vigil.yaml'",
                "quickstart --port x     | Invalid value for option '--port': 'x' is not an int",
                "watch --decision maybe  | Invalid value for option '--decision'",
            })
    void aWrongCommandLineSaysWhatToWriteInstead(String line, String sentence) {
        assertRefused(sentence, line.trim().split(" +"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "quickstart --camera door        | 'door' is no camera: write --camera NAME=SOURCE",
                "quickstart --people missing     | --people missing is no folder",
                "quickstart --camera d=gone.mp4  | gone.mp4",
                "quickstart --until-end --camera d=rtsp://127.0.0.1/x | live and has no end",
                "quickstart --until-end --people . | --until-end needs a camera that has an end",
                "verify gone.jpg gone.png        | There is no file gone.jpg: name a photo.",
                "identify gone.jpg               | Identify among whom? Add --people DIR",
                "people list --gallery nonsense  | 'nonsense' is no address: write it as http://127.0.0.1:8080.",
                "people list                     | No key: give one with --key or VIGIL_KEY",
                "gallery --config gone.yaml      | There is no file gone.yaml",
                "evaluate tracking --clip a.avi  | Give the truth of the clip with --truth FILE.csv.",
                "evaluate tracking --clips .     | there is no clip with a .csv of the same name beside it",
                "evaluate tracking --make x --count 0 | --count lies in 1 to 1000",
                "evaluate identification --images gone --split 1 | There is no folder gone",
                "evaluate identification --images . | Whom to search among whom?",
                "evaluate identification --images . --split 1 --enrolled 2 | is no share",
                "evaluate oneshot --images gone  | There is no folder gone",
                "evaluate identification --images . --gallery a --known b --unknown c --part 1/2 | --part goes with --split",
                "evaluate detection --images gone | There is no folder gone",
                "evaluate detection --images . --input 1x1 | is no size",
                "evaluate detection --images . --faces 2 | --faces are widths",
                "models calibrate mobilefacenet-512 --images gone | There is no folder gone",
                "evaluate oneshot --images . --ways 1 | An episode needs 2 ways",
            })
    void aWrongValueSaysWhatToWriteInstead(String line, String sentence) {
        assertRefused(sentence, line.trim().split(" +"));
    }

    @Test
    void aFileThatIsNoVideoIsRefusedBeforeAnythingStarts() throws IOException {
        Path text = Files.writeString(home.resolve("notes.mp4"), "no video\n".repeat(100));
        assertRefused(
                "notes.mp4",
                "quickstart",
                "--camera",
                "door=" + text,
                "--data",
                home.resolve("data").toString());
        assertThat(home.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--kafka-port"})
    void aPortInUseIsRefused(String option) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertRefused(
                    "Port " + port + " is in use or may not be bound: choose another with " + option
                            + ", or 0 for a free one.",
                    "quickstart",
                    "--people",
                    people(),
                    "--data",
                    home.resolve("data").toString(),
                    option,
                    port,
                    option.equals("--port") ? "--kafka-port" : "--port",
                    "0");
        }
    }

    @Test
    void aDataFolderThatIsAFileIsRefused() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "");
        assertRefused(
                file + " is a file, not a folder: choose another with --data.",
                "quickstart",
                "--people",
                people(),
                "--port",
                "0",
                "--kafka-port",
                "0",
                "--data",
                file.toString());
    }

    @Test
    void anEventsFileThatCannotBeWrittenIsRefused() throws IOException {
        Path file = home.resolve("missing").resolve("out.ndjson");
        assertRefused(
                "The file " + file + " can't be written: choose another with --events, in a folder that exists.",
                "quickstart",
                "--people",
                people(),
                "--data",
                home.resolve("data").toString(),
                "--events",
                file.toString(),
                "--port",
                "0",
                "--kafka-port",
                "0");
    }

    @Test
    void aConfigurationWithSeveralErrorsTellsThemAll() throws IOException {
        Path config = Files.writeString(home.resolve("vigil.yaml"), """
                gallery:
                  prot: 8081
                ingest:
                  framesAhead: many
                """);
        Console.Ended ended = run("gallery", "--config", config.toString());
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err())
                .contains("vigil.yaml:2")
                .contains("prot")
                .contains("port")
                .contains("vigil.yaml:4");
    }

    @Test
    void theFirstKeyIsMadeWithoutAGalleryAndTheConfigurationHoldsItsHashOnly() {
        Console.Ended made = run("keys", "add", "ops", "--role", "admin", "--scope", "photos", "--offline");
        assertThat(made.status()).as(made.err()).isZero();
        String key = made.out().strip();
        String yaml = made.err()
                .lines()
                .filter(line -> line.contains("sha256"))
                .findFirst()
                .orElseThrow()
                .replaceFirst("^vigil: ", "");
        VigilConfig config = ConfigReader.parse(yaml, "vigil.yaml", Map.of(), VigilConfig.class);
        assertThat(yaml).doesNotContain(key);
        assertThat(config.access().keys()).singleElement().satisfies(entry -> {
            assertThat(entry.id()).isEqualTo("ops");
            assertThat(entry.sha256())
                    .isEqualTo(HexFormat.of().formatHex(Credential.hash(key).toArray()));
            assertThat(entry.scopes()).containsExactly("photos");
        });
        assertRefused(
                "is no time: write 90d", "keys", "add", "x", "--role", "viewer", "--expires", "soon", "--key", "k");
        assertRefused("has other signs than letters", "keys", "add", "a b", "--role", "viewer");
    }

    @Test
    void secretsOfTheConfigurationAreNeverShown() {
        VigilConfig config = ConfigReader.parse(
                "{kafka: {user: vigil, password: hunter2hunter2, properties: {sasl.jaas.config: hunter2hunter2}},"
                        + " access: {keys: [{id: ops, role: admin, key: hunter2hunter2hunter2}]},"
                        + " galleryAccess: {key: hunter2hunter2}}",
                "vigil.yaml",
                Map.of(),
                VigilConfig.class);
        assertThat(config.toString()).contains("ops").doesNotContain("hunter2");
    }

    @Test
    void aServiceWithoutKeysIsRefused() throws IOException {
        Path config = Files.writeString(home.resolve("vigil.yaml"), "kafka: {bootstrap: '127.0.0.1:1'}\n");
        for (String service : new String[] {"ingest", "recognizer", "gallery"}) {
            assertRefused("access.keys is empty", service, "--config", config.toString());
        }
    }

    @Test
    void aGalleryThatIsNotToldOfAKeyIsRefusedAndToldHowToMakeOne() throws IOException {
        Path config = Files.writeString(home.resolve("vigil.yaml"), """
                kafka: {bootstrap: '127.0.0.1:1'}
                http: {keys: [{id: ops, role: admin, key: sixteen-characters}]}
                """);
        assertRefused("'./vigil keys encryption FILE'", "gallery", "--config", config.toString());
    }

    @Test
    void anEncryptionKeyIsMadeOnceAndNewOnesAreAddedBefore() throws IOException {
        Path file = home.resolve("gallery.key");
        assertThat(run("keys", "encryption", file.toString()).status()).isZero();
        String first = Files.readString(file);
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertRefused("--add", "keys", "encryption", file.toString());
        assertThat(Files.readString(file)).isEqualTo(first);
        assertThat(run("keys", "encryption", "--add", file.toString()).status()).isZero();
        assertThat(Files.readString(file).lines()).hasSize(2).last().isEqualTo(first.strip());
        assertRefused(
                "no file", "keys", "encryption", "--add", home.resolve("nope").toString());
        Path other = Files.writeString(home.resolve("notes.txt"), "hello\n");
        assertRefused("not the base64", "keys", "encryption", "--add", other.toString());
        assertThat(Files.readString(other)).isEqualTo("hello\n");
    }

    @Test
    void nothingAtTheAddressIsAFailureAndNotAWrongQuestion() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            taken.close();
            String url = "http://127.0.0.1:" + taken.getLocalPort();
            for (String command : new String[] {"people list", "watch"}) {
                String[] words = (command + " --key vigil_x --gallery " + url).split(" ");
                Console.Ended ended = run(words);
                assertThat(ended.status()).as(command).isEqualTo(1);
                assertThat(ended.out()).isEmpty();
                assertThat(ended.err().lines()).hasSize(1).first().asString().contains(url);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "quickstart",
                "people",
                "people add",
                "people list",
                "people show",
                "people remove",
                "people erase",
                "people check",
                "people merge",
                "people split",
                "people erasure",
                "watchlists put",
                "verify",
                "identify",
                "watch",
                "models",
                "models get",
                "models add",
                "models list",
                "models show",
                "models migrate",
                "models compare",
                "models switch",
                "evaluate",
                "evaluate verification",
                "evaluate identification",
                "evaluate oneshot",
                "evaluate detection",
                "evaluate tracking",
                "models calibrate",
                "ingest",
                "recognizer",
                "gallery"
            })
    void everyCommandHasHelp(String command) {
        Console.Ended ended = run((command + " --help").trim().split(" "));
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).startsWith(("Usage: vigil " + command).trim()).contains("--help");
        assertThat(ended.err()).isEmpty();
    }

    private void assertRefused(String sentence, String... arguments) {
        Console.Ended ended = run(arguments);
        assertThat(ended.err().lines()).as("%s", ended.err()).hasSize(1);
        assertThat(ended.err()).startsWith("vigil: ").contains(sentence);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.status()).isEqualTo(2);
    }

    private Console.Ended run(String... arguments) {
        return Console.run(Map.of("HOME", home.toString(), "PATH", ""), arguments);
    }

    private String people() throws IOException {
        Files.createDirectories(home.resolve("people").resolve("Ada"));
        return home.resolve("people").toString();
    }
}
