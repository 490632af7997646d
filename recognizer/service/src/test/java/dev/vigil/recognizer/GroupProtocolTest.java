package dev.vigil.recognizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.recognizer.stream.GroupProtocol;
import dev.vigil.recognizer.stream.StreamSettings;
import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.kafka.KafkaConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class GroupProtocolTest {
    @Test
    void aNameForTheProcessOrStandbysAreRefusedWithTheProtocolStreams() {
        assertThatThrownBy(() -> read("{groupProtocol: streams, instance: a}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("instance is a name for groupProtocol classic only");
        assertThatThrownBy(() -> read("{groupProtocol: streams, standbys: 1}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("standbys counts for groupProtocol classic only");
        assertThat(read("{groupProtocol: streams}").groupProtocol()).isEqualTo(GroupProtocol.STREAMS);
        assertThat(read("{instance: a, standbys: 1}").groupProtocol()).isEqualTo(GroupProtocol.CLASSIC);
    }

    @Test
    void eachProtocolIsGivenOnlyWhatItAllows() {
        assertThat(properties(GroupProtocol.CLASSIC, "a"))
                .containsEntry("group.protocol", "classic")
                .containsEntry("main.consumer.group.instance.id", "a")
                .containsKey("main.consumer.session.timeout.ms");
        assertThat(properties(GroupProtocol.STREAMS, null))
                .containsEntry("group.protocol", "streams")
                .doesNotContainKeys(
                        "main.consumer.group.instance.id", "main.consumer.session.timeout.ms", "num.standby.replicas");
    }

    private static Properties properties(GroupProtocol protocol, @org.jspecify.annotations.Nullable String instance) {
        return new StreamSettings("app", 1, Duration.ofMillis(100), Duration.ofMillis(100), instance, 1, 0, protocol)
                .properties(new KafkaConfig("127.0.0.1:1", Map.of()));
    }

    private static RecognizerConfig read(String yaml) {
        return ConfigReader.parse(yaml, "test", Map.of(), RecognizerConfig.class);
    }
}
