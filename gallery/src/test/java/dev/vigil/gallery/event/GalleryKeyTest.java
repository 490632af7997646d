package dev.vigil.gallery.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GalleryKeyTest {
    @Test
    void everyKindIsReadAsItIsWritten() {
        for (GalleryKey key : new GalleryKey[] {
            new GalleryKey.OfPerson("ann-1"),
            new GalleryKey.OfFace("ann-1", "00ff"),
            new GalleryKey.OfWatchlist("vip"),
            new GalleryKey.OfOwner(11)
        }) {
            assertThat(GalleryKey.parse(key.text())).contains(key);
        }
    }

    @Test
    void theTextsAreTheContracts() {
        assertThat(new GalleryKey.OfPerson("P").text()).isEqualTo("person:P");
        assertThat(new GalleryKey.OfFace("P", "F").text()).isEqualTo("face:P:F");
        assertThat(new GalleryKey.OfWatchlist("W").text()).isEqualTo("watchlist:W");
    }

    @Test
    void aKindThatIsNotKnownIsLeftAlone() {
        assertThat(GalleryKey.parse("later:7")).isEmpty();
        assertThat(GalleryKey.parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"person:", "person:a b", "face:a", "face:a:b:c", "watchlist:ä", "owner:x"})
    void aMalformedKeyIsRefused(String text) {
        assertThatThrownBy(() -> GalleryKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
