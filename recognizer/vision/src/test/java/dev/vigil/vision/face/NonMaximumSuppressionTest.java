package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NonMaximumSuppressionTest {
    private static Detection at(float x, float score) {
        return new Detection(new Box(x, 0, 10, 10), score);
    }

    @Test
    void keepsTheBestOfAHeap() {
        // 2 pixels apart: 80 / 120 = .67 in common.
        assertThat(NonMaximumSuppression.apply(List.of(at(0, .7f), at(2, .9f), at(4, .8f)), .4f))
                .containsExactly(at(2, .9f));
    }

    @Test
    void keepsNeighboursThatOverlapByNoMoreThanAllowed() {
        // 5 pixels apart: 50 / 150 = 1/3 in common.
        List<Detection> two = List.of(at(5, .9f), at(0, .8f));
        assertThat(NonMaximumSuppression.apply(two, 1 / 3f + 1e-6f)).containsExactlyElementsOf(two);
        assertThat(NonMaximumSuppression.apply(two, .33f)).containsExactly(at(5, .9f));
    }

    @Test
    void whatIsSuppressedSuppressesNothing() {
        // 3 apart: 70 / 130 = .54; 6 apart: 40 / 160 = .25. The middle one falls to the first, so the last one stays.
        assertThat(NonMaximumSuppression.apply(List.of(at(0, .9f), at(3, .8f), at(6, .7f)), .4f))
                .containsExactly(at(0, .9f), at(6, .7f));
    }

    @Test
    void putsTheBestFirstAndKeepsTheOrderOfEquals() {
        assertThat(NonMaximumSuppression.apply(List.of(at(0, .7f), at(50, .9f), at(100, .7f)), .4f))
                .containsExactly(at(50, .9f), at(0, .7f), at(100, .7f));
        assertThat(NonMaximumSuppression.apply(List.of(), .4f)).isEmpty();
    }
}
