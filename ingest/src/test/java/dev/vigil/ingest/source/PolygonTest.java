package dev.vigil.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolygonTest {
    @Test
    void pointsAreReadAsSvgWritesThem() {
        assertThat(Polygon.parse(" 0,0 0.5,0\n.5,1 ").points())
                .containsExactly(new Polygon.Point(0, 0), new Polygon.Point(0.5, 0), new Polygon.Point(0.5, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0,0 1,1", "0,0 1,1 0.5", "0,0 1,1 2,0", "0,0 1,1 a,b", "0,0 1,1 NaN,0", "0,0 1,1 -0.1,0"})
    void whatIsNoPolygonInThePictureIsRefusedInOneSentence(String text) {
        assertThatThrownBy(() -> Polygon.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 to 64 points");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0,0,1", "0,0,1.1,1", "0.5,0,0.6,1", "0,0,0,1", "0,0,0.001,1", "x", "NaN,0,1,1", "-0.1,0,1,1"
            })
    void whatIsNoRegionInThePictureIsRefusedInOneSentence(String text) {
        assertThatThrownBy(() -> Region.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("x,y,width,height");
    }
}
