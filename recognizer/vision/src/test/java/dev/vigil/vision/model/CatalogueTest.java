package dev.vigil.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.runtime.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CatalogueTest {
    @Test
    void hasTheThreeDefaultNetworksWithLicenceAndOrigin() {
        for (String id : Catalogue.DEFAULT) {
            ModelCard card = Catalogue.find(id).orElseThrow().card();
            assertThat(card.licence()).isEqualTo("MIT");
            assertThat(card.origin()).contains("faceplugin@1.0.3");
        }
        assertThat(Catalogue.find(Catalogue.EMBEDDER).orElseThrow().card().note())
                .isEqualTo("Training data of the embedder is not stated.");
        assertThat(Catalogue.find("nothing")).isEmpty();
    }

    @Test
    void cardsSurviveJson() throws Exception {
        for (Catalogue.Entry entry : Catalogue.entries()) {
            assertThat(Json.read(Json.pretty(entry.card()), ModelCard.class)).isEqualTo(entry.card());
        }
        JsonNode card =
                Json.mapper().readTree(Json.line(Catalogue.entries().get(2).card()));
        assertThat(card.at("/task").asText()).isEqualTo("embedding");
        assertThat(card.at("/input/colour").asText()).isEqualTo("BGR");
        assertThat(card.at("/falseMatchRates/points/5/falseMatchRate").asDouble())
                .isEqualTo(1e-3);
        assertThat(card.at("/falseMatchRates/calibrated").asBoolean()).isTrue();
        assertThat(card.at("/falseMatchRates/note").asText()).contains("LFW");
    }

    @Test
    void cardsRefuseWhatFitsNoNetwork() {
        assertThatThrownBy(() -> new ModelCard.Input(112, 112, false, ColourOrder.GREY, List.of(0f, 0f), List.of(1f)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ModelCard.Input(112, 112, false, ColourOrder.GREY, List.of(0f), List.of(0f)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ModelCard.Input(0, 112, false, ColourOrder.GREY, List.of(0f), List.of(1f)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ModelCard.Output(List.of(), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ModelCard.Priors(List.of(8), List.of(), .1f, .2f))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
