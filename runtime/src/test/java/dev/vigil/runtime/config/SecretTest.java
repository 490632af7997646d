package dev.vigil.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
    record Holder(String id, @Nullable Secret key) {}

    record Section(
            @Default("vigil") String user,
            @Nullable Secret password,
            @Default("[]") List<Holder> keys) {}

    record Root(Section kafka) {}

    @TempDir
    Path folder;

    private static Section parse(String yaml, Map<String, String> environment) {
        return ConfigReader.parse(yaml, "vigil.yaml", environment, Root.class).kafka();
    }

    private static String password(Section section) {
        return section.password() == null ? "none" : section.password().reveal();
    }

    private Path secret(String text) throws Exception {
        return Files.writeString(Files.createTempFile(folder, "secret", ""), text);
    }

    @Test
    void aSecretComesFromTheFileTheEnvironmentOrAFileThatEitherNames() throws Exception {
        Path file = secret("from the file\n");
        String named = "kafka: {passwordFile: '" + file + "'}";
        assertThat(password(parse("kafka: {password: plain}", Map.of()))).isEqualTo("plain");
        assertThat(password(parse(named, Map.of()))).isEqualTo("from the file");
        assertThat(password(parse(named, Map.of("VIGIL_KAFKA_PASSWORD", "env"))))
                .isEqualTo("env");
        assertThat(password(parse(
                        "kafka: {password: plain}",
                        Map.of("VIGIL_KAFKA_PASSWORD_FILE", secret("mounted").toString()))))
                .isEqualTo("mounted");
        assertThat(password(parse("", Map.of()))).isEqualTo("none");
        Section list = parse("kafka: {keys: [{id: ops, keyFile: '" + file + "'}]}", Map.of());
        assertThat(list.keys()).containsExactly(new Holder("ops", Secret.of("from the file")));
    }

    @Test
    void whatIsWrongWithTheFileIsToldWithItsLine() throws Exception {
        assertThatThrownBy(() -> parse("kafka:\n  passwordFile: /nowhere/x", Map.of()))
                .hasMessage("vigil.yaml:2: the key 'kafka.passwordFile': there is no file /nowhere/x.");
        assertThatThrownBy(() -> parse("kafka: {passwordFile: " + secret(" \n") + "}", Map.of()))
                .hasMessageContaining("is empty.");
        assertThatThrownBy(() -> parse("kafka:\n  password: a\n  passwordFile: " + secret("x"), Map.of()))
                .hasMessage("vigil.yaml:3: give 'kafka.password' or 'passwordFile', not both.");
        assertThatThrownBy(() -> parse("kafka: {passwordFlie: x}", Map.of()))
                .hasMessageContaining("did you mean 'passwordFile'?");
        assertThatThrownBy(() -> parse("", Map.of("VIGIL_KAFKA_PASSWORD_FILE", "/nowhere/y")))
                .hasMessage("the environment's VIGIL_KAFKA_PASSWORD_FILE: there is no file /nowhere/y.");
    }

    @Test
    void itHidesItselfFromLogsAndJson() {
        Section section = parse("kafka: {password: hunter2hunter2}", Map.of());
        assertThat(section.toString()).doesNotContain("hunter2");
        assertThat(Json.line(section)).doesNotContain("hunter2");
    }
}
