package dev.vigil.runtime.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.runtime.json.Json;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
    @Test
    void isNormalisedAndDoesNotShareItsArray() {
        float[] values = {3, 4};
        Embedding embedding = Embedding.normalised(values);
        values[0] = 100;
        embedding.toArray()[1] = 100;
        assertThat(embedding.toArray()).containsExactly(0.6f, 0.8f);
    }

    @Test
    void cosineIsTheDotProduct() {
        Embedding a = Embedding.normalised(new float[] {1, 0});
        Embedding b = Embedding.normalised(new float[] {1, 1});
        assertThat(a.cosine(b)).isCloseTo((float) Math.sqrt(.5), within(1e-6f));
        assertThatIllegalArgumentException().isThrownBy(() -> a.cosine(Embedding.normalised(new float[] {1})));
    }

    @Test
    void travelsAsBase64OfLittleEndianFloats() {
        Embedding embedding = Embedding.normalised(new float[] {0, -1});
        assertThat(Json.line(embedding)).isEqualTo("\"AAAAAAAAgL8=\"");
        assertThat(Json.read("\"AAAAAAAAgL8=\"", Embedding.class)).isEqualTo(embedding);
    }

    @Test
    void refusesWhatIsNoDirection() {
        assertThatIllegalArgumentException().isThrownBy(() -> Embedding.normalised(new float[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> Embedding.normalised(new float[] {0, 0}));
        assertThatIllegalArgumentException().isThrownBy(() -> Embedding.normalised(new float[] {1, Float.NaN}));
        assertThatIllegalArgumentException().isThrownBy(() -> Embedding.fromBase64("AAAA"));
    }

    @Test
    void neverShowsItsNumbers() {
        assertThat(Embedding.normalised(new float[] {3, 4})).hasToString("Embedding[2]");
    }
}
