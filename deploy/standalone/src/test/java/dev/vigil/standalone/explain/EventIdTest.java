package dev.vigil.standalone.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {
    private static final String EPISODE = "door/01jdfk7qs0abc/12/0";

    @Test
    void aRecognitionAnAlertAndAnEpisodeAreToldApart() {
        EventId decided = EventId.of(EPISODE + "/opened/1");
        assertThat(decided.kind()).isEqualTo(EventId.Kind.RECOGNITION);
        assertThat(decided.camera()).isEqualTo("door");
        assertThat(decided.episode()).isEqualTo(EPISODE);
        assertThat(EventId.of(EPISODE).kind()).isEqualTo(EventId.Kind.EPISODE);
        assertThat(EventId.of(EPISODE + "/alert/vip/1700000000000").kind()).isEqualTo(EventId.Kind.ALERT);
    }

    @Test
    void whatAcknowledgesAnAlertLeadsToTheAlert() {
        String alert = EPISODE + "/alert/vip/1700000000000";
        assertThat(EventId.of(alert + "/acknowledged").text()).isEqualTo(alert);
    }

    @Test
    void aReplayIsAnEpisodeOfItsOwnOverTheSameTrack() {
        EventId replayed = EventId.of(EPISODE + "/replayed/closed/2/0123456789ab");
        assertThat(replayed.episode()).isEqualTo(EPISODE + "/replayed");
        assertThat(replayed.track()).isEqualTo(EPISODE);
    }

    @Test
    void aSessionsNameSaysWhenItBegan() {
        assertThat(EventId.of(EPISODE).began()).isPresent();
        assertThat(EventId.of("door/u1jdfk7qs0abc/12/0").began()).isEmpty();
        assertThat(EventId.of("door/0000000100000/1/0").began()).hasValue(Instant.ofEpochMilli(32));
        assertThat(EventId.of("door/s1/1/0").began()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "door", "door/s/x/0/opened/1", "door/s/1/0/opened", "door/s/1/0/shot/1", "a b/s/1/0"})
    void whatIsNoIdIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> EventId.of(text)).isInstanceOf(UserError.class).hasMessageContaining("opened/1");
    }
}
