package dev.vigil.standalone.command;

import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.client.ModelCounts;
import dev.vigil.gallery.review.Comparison;
import dev.vigil.gallery.review.Comparison.Agreement;
import dev.vigil.gallery.review.Comparison.Side;
import dev.vigil.gallery.review.ModelComparison;
import dev.vigil.runtime.error.UserError;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigil models compare}: two embedders over a gallery's own faces. */
@Command(
        name = "compare",
        description =
                "Compares two models over a running gallery's own faces, leaving out one at a time: whom each finds, how they score, and which thresholds let strangers pass equally often.",
        mixinStandardHelpOptions = true)
final class ModelsCompareCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int PROGRESS_EVERY = 500;
    private static final String BARS = " .:-=+*#%@";

    private final Terminal terminal;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description =
                    "The model to compare with the active one; default the gallery's shadow, or the only other one.")
    private @Nullable String id;

    @Option(
            names = "--sample",
            paramLabel = "PEOPLE",
            description = "Looks at so many people at most, evenly spread; default ${DEFAULT-VALUE}.")
    private int sample = 5_000;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    ModelsCompareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (sample < 2) {
            throw new UserError("--sample is " + sample + ", and must be at least 2.");
        }
        ModelCounts counts = server.models(terminal.env(), TIMEOUT).models();
        String first = first(counts);
        String second = second(counts, first);
        GalleryClient gallery = server.gallery(terminal.env(), TIMEOUT);
        Comparison comparison = new ModelComparison(gallery, first, second).run(sample, people -> {
            if (people % PROGRESS_EVERY == 0) {
                terminal.progress(people + " people");
            }
        });
        if (comparison.pictures() == 0) {
            throw new UserError("No picture has a face of both " + first + " and " + second
                    + ": './vigil models migrate --to " + second + "' enrols the second.");
        }
        if (json) {
            terminal.json(comparison);
        } else {
            print(comparison);
        }
        return 0;
    }

    private String first(ModelCounts counts) {
        if (counts.active() != null) {
            return counts.active();
        }
        List<String> others = others(counts, id);
        if (others.size() == 1) {
            return others.get(0);
        }
        return GalleryModels.current(counts);
    }

    private String second(ModelCounts counts, String first) {
        if (id != null) {
            if (id.equals(first)) {
                throw new UserError(id + " is the active model itself: name another one.");
            }
            return id;
        }
        if (counts.shadow() != null) {
            return counts.shadow();
        }
        List<String> others = others(counts, first);
        if (others.size() == 1) {
            return others.get(0);
        }
        throw new UserError(
                others.isEmpty()
                        ? "The gallery has faces of " + first
                                + " alone: './vigil models migrate --to ID' enrols another model."
                        : "Compare with which? The gallery has faces of " + String.join(", ", others) + ".");
    }

    private static List<String> others(ModelCounts counts, @Nullable String but) {
        return counts.models().stream()
                .map(ModelCounts.Held::id)
                .filter(model -> !model.equals(but))
                .toList();
    }

    private void print(Comparison comparison) {
        terminal.line(
                comparison.pictures() + " pictures of " + comparison.people() + " people, as both models see them");
        side(comparison.first());
        side(comparison.second());
        Agreement agreement = comparison.agreement();
        terminal.line(String.format(
                Locale.ROOT,
                "left out and searched among all: %d faces, both find the person %d, only the first %d, only the second %d, neither %d",
                agreement.compared(),
                agreement.bothRight(),
                agreement.onlyFirst(),
                agreement.onlySecond(),
                agreement.neither()));
        comparison
                .equalThresholds()
                .forEach(equal -> terminal.line(String.format(
                        Locale.ROOT,
                        "strangers match in %s of pairs from %.3f on with the first, from %.3f on with the second",
                        BigDecimal.valueOf(equal.falseMatchRate()).toPlainString(),
                        equal.first(),
                        equal.second())));
    }

    private void side(Side side) {
        terminal.line(String.format(
                Locale.ROOT,
                "%-24s finds %s; genuine pairs %d, impostor pairs %d%s",
                side.model(),
                side.rankOne() == null
                        ? "- (nobody has two pictures)"
                        : String.format(Locale.ROOT, "%.2f %%", 100 * side.rankOne()),
                side.genuinePairs(),
                side.impostorPairs(),
                side.trueMatchRates().isEmpty()
                        ? ""
                        : "; true matches at a false match rate of " + side.trueMatchRates()));
        terminal.line("  impostors |" + bars(side.impostor()) + "|  scores from -1 to 1");
        terminal.line("  genuine   |" + bars(side.genuine()) + "|");
    }

    /** One sign for each bin, the darker the more. */
    private static String bars(List<Long> bins) {
        long most = Math.max(1, bins.stream().mapToLong(Long::longValue).max().orElse(1));
        StringBuilder bars = new StringBuilder();
        for (long count : bins) {
            int level = count == 0 ? 0 : 1 + (int) ((BARS.length() - 2) * count / most);
            bars.append(BARS.charAt(Math.min(level, BARS.length() - 1)));
        }
        return bars.toString();
    }
}
