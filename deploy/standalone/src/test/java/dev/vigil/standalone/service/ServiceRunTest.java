package dev.vigil.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How a service's process ends, as whoever started it sees it. */
class ServiceRunTest {
    /** What it said after it was up, and its exit status. */
    private record Ended(int status, List<String> said) {}

    @Test
    void aSignalIsASuccessWhereEverythingCloses() throws Exception {
        assertThat(end("clean", true)).isEqualTo(new Ended(0, List.of()));
    }

    @Test
    void whatDoesNotCloseInTimeIsNamedAndTheProcessFails() throws Exception {
        Ended ended = end("hangs", true);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said())
                .filteredOn(line -> line.startsWith("not everything closed"))
                .containsExactly("not everything closed in order within 1 s: the floor, the part; the log tells why");
    }

    @Test
    void whatFailsToCloseIsNamedAndTheProcessFails() throws Exception {
        Ended ended = end("throws", true);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said())
                .filteredOn(line -> line.startsWith("not everything closed"))
                .containsExactly("not everything closed in order within 1 s: the part; the log tells why");
    }

    @Test
    void aPartThatCanNotGoOnFailsTheProcess() throws Exception {
        Ended ended = end("dies", false);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said()).containsExactly("The part can't go on.");
    }

    private static Ended end(String how, boolean signal) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoppedService.class.getName(),
                        how)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null && !line.equals("up")) {
                line = out.readLine();
            }
            if (signal) {
                process.toHandle().destroy();
            }
            List<String> said = out.lines().collect(Collectors.toList());
            return new Ended(process.waitFor(), said);
        } finally {
            process.destroyForcibly();
        }
    }
}
