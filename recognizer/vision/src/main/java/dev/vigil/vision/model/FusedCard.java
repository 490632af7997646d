package dev.vigil.vision.model;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of a fusion, from the cards of its parts. */
final class FusedCard {
    private FusedCard() {}

    /**
     * The card, without its files.
     *
     * @param models the fusion's parts
     * @param entry whose rates it bears; null for a fusion that is uncalibrated yet
     */
    static ModelCard of(String id, Fusion fusion, List<InstalledModel> models, Catalogue.@Nullable Fused entry) {
        List<ModelCard> cards = models.stream().map(InstalledModel::card).toList();
        return new ModelCard(
                id,
                Task.EMBEDDING,
                cards.get(0).input(),
                new ModelCard.Output(
                        List.of("embedding"),
                        cards.stream()
                                .mapToInt(card -> card.output().dimension())
                                .sum()),
                null,
                cards.stream().map(ModelCard::licence).distinct().collect(Collectors.joining(" AND ")),
                "fusion of " + fusion.words() + " ("
                        + cards.stream()
                                .map(card -> card.id() + ": " + card.origin())
                                .collect(Collectors.joining("; ")) + ")",
                "Scores are the weighted means of the parts' scores; the input that is named is the first part's.",
                null,
                null,
                entry == null ? null : entry.stills(),
                entry == null ? null : entry.tracks(),
                null,
                null);
    }
}
