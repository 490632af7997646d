package dev.vigil.gallery.review;

import dev.vigil.gallery.review.Findings.Missing;
import dev.vigil.gallery.review.Findings.Outlier;
import dev.vigil.gallery.review.Findings.Poor;
import dev.vigil.gallery.review.Findings.Repeated;
import dev.vigil.gallery.review.Findings.Twins;
import dev.vigil.gallery.review.Findings.Who;
import dev.vigil.runtime.json.Base64Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The findings as one page of HTML that opens anywhere without a network: pictures are in it, nothing is loaded, no script runs. Names
 * are written so that none can be taken for HTML.
 */
public final class ReviewPage {
    /** So many of a kind are shown, so that the page stays one that opens. */
    public static final int MOST_SHOWN = 200;

    private final Crops crops;
    private final StringBuilder html = new StringBuilder();

    /** Where the small pictures come from. */
    @FunctionalInterface
    public interface Crops {
        /** The crop of a face, a JPEG; empty where none is kept. */
        Optional<Base64Bytes> of(String person, String face);
    }

    private ReviewPage(Crops crops) {
        this.crops = crops;
    }

    /** Writes the page. */
    public static String of(Findings findings, Crops crops, Instant at) {
        return new ReviewPage(crops).page(findings, at);
    }

    private String page(Findings found, Instant at) {
        html.append(HEAD)
                .append("<h1>The gallery, looked over</h1>\n<p class=lead>")
                .append(String.format(
                        Locale.ROOT,
                        "%,d people, %,d faces of the model %s, on %s.",
                        found.people(),
                        found.faces(),
                        escaped(found.model()),
                        at.toString().substring(0, 16).replace('T', ' ') + " UTC"))
                .append(found.count() == 0 ? " Nothing is odd.</p>\n" : "</p>\n");
        Findings.Bounds bounds = found.bounds();
        Set<String> odd = odd(found);
        section(
                "Two people who may be one",
                "Their faces resemble each other with at least " + score(bounds.twins())
                        + ", which strangers seldom do.",
                found.twins(),
                twins -> twins(twins, odd));
        section(
                "Faces unlike the person's others",
                "No other face of the person resembles them with " + score(bounds.outlier())
                        + " or more: somebody else's, or a bad picture.",
                found.outliers(),
                this::outlier);
        section(
                "People who are never found",
                "They have no face of the model " + found.model() + ".",
                found.missing(),
                this::missing);
        section(
                "Poor pictures",
                "Their quality is under " + score(bounds.quality()) + ": a better one finds the person more often.",
                found.poor(),
                this::poor);
        section(
                "Pictures that are there twice",
                "They resemble each other with at least " + score(bounds.repeated()) + ": one of them is enough.",
                found.repeated(),
                this::repeated);
        return html.append("</main></body></html>\n").toString();
    }

    private <T> void section(String title, String why, List<T> all, Function<T, String> row) {
        if (all.isEmpty()) {
            return;
        }
        html.append("<section><h2>").append(escaped(title)).append(" <span>").append(all.size());
        html.append("</span></h2><p>").append(escaped(why)).append("</p>\n");
        all.stream().limit(MOST_SHOWN).map(row).forEach(html::append);
        if (all.size() > MOST_SHOWN) {
            html.append("<p class=more>and ").append(all.size() - MOST_SHOWN).append(" more: --json tells all</p>");
        }
        html.append("</section>\n");
    }

    private String twins(Twins twins, Set<String> odd) {
        String faces = face(twins.a(), twins.faceA()) + face(twins.b(), twins.faceB());
        boolean oddA = odd.contains(key(twins.a(), twins.faceA()));
        if (oddA != odd.contains(key(twins.b(), twins.faceB()))) {
            Who wrong = oddA ? twins.a() : twins.b();
            Who right = oddA ? twins.b() : twins.a();
            return finding(
                    faces,
                    twins.score(),
                    "It is unlike " + wrong.name() + "'s other pictures: if it is " + right.name() + "'s,",
                    "./vigil people remove " + wrong.id() + " " + (oddA ? twins.faceA() : twins.faceB()));
        }
        return finding(
                faces,
                twins.score(),
                "If they are one person, this gives " + twins.a().name() + " the pictures of both:",
                "./vigil people merge " + twins.a().id() + " " + twins.b().id());
    }

    private static Set<String> odd(Findings found) {
        return found.outliers().stream()
                .flatMap(odd -> odd.faces().stream().map(face -> key(odd.person(), face)))
                .collect(Collectors.toSet());
    }

    private static String key(Who person, String face) {
        return person.id() + ":" + face;
    }

    private String outlier(Outlier odd) {
        StringBuilder faces = new StringBuilder();
        odd.faces().stream().limit(6).forEach(face -> faces.append(face(odd.person(), face)));
        return finding(
                faces + "<i>but</i>" + face(odd.person(), odd.nearest()),
                odd.best(),
                "If the odd ones are somebody else's:",
                "./vigil people remove " + odd.person().id() + " " + String.join(" ", odd.faces()));
    }

    private String repeated(Repeated twice) {
        return finding(
                face(twice.person(), twice.faceA()) + face(twice.person(), twice.faceB()),
                twice.score(),
                "To keep one:",
                "./vigil people remove " + twice.person().id() + " " + twice.faceB());
    }

    private String missing(Missing missing) {
        return "<article><div class=what><b>" + escaped(missing.person().name()) + "</b><small>"
                + escaped(missing.person().id()) + "</small></div><div class=todo>"
                + (missing.others() == 0
                        ? "Enrol a photo:<code>./vigil people add \""
                                + escaped(shell(missing.person().name())) + "\" PHOTO</code>"
                        : "There are " + missing.others()
                                + " faces of other models:<code>./vigil models migrate --to MODEL --photos DIR</code>")
                + "</div></article>\n";
    }

    private String poor(Poor poor) {
        return "<article><div class=faces>" + face(poor.person(), poor.face()) + "</div><div class=score>"
                + score(poor.quality())
                + "</div><div class=todo>With a better picture at hand:<code>./vigil people remove "
                + escaped(poor.person().id() + " " + poor.face()) + "</code></div></article>\n";
    }

    private static String finding(String faces, float score, String when, String command) {
        return "<article><div class=faces>" + faces + "</div><div class=score>" + score(score)
                + "</div><div class=todo>" + escaped(when) + "<code>" + escaped(command) + "</code></div></article>\n";
    }

    private String face(Who person, String face) {
        String picture = crops.of(person.id(), face)
                .map(crop -> "<img alt=\"\" src=\"data:image/jpeg;base64," + crop.toBase64() + "\">")
                .orElse("<span class=none>no crop kept</span>");
        return "<figure>" + picture + "<figcaption><b>" + escaped(person.name()) + "</b><small>" + escaped(person.id())
                + "</small><small>" + escaped(face) + "</small></figcaption></figure>";
    }

    private static String score(float score) {
        return String.format(Locale.ROOT, "%.2f", score);
    }

    /** What stands between double quotes of a shell. */
    private static String shell(String name) {
        return name.replaceAll("([\\\\\"$`!])", "\\\\$1");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Vigil: the gallery, looked over</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <style>
            body { margin: 0; background: #f6f6f3; color: #22251f; font: 15px/1.5 system-ui, sans-serif }
            main { max-width: 1000px; margin: 0 auto; padding: 32px 20px 80px }
            h1 { font-size: 26px; margin: 0 } .lead { color: #5d6257; margin: 4px 0 24px }
            h2 { font-size: 18px; margin: 36px 0 2px } h2 span { color: #8a9083; font-weight: normal }
            section > p { margin: 0 0 12px; color: #5d6257 }
            article { display: flex; gap: 20px; align-items: center; background: #fff; border: 1px solid #e2e3dd;
              border-radius: 8px; padding: 12px 16px; margin: 8px 0; flex-wrap: wrap }
            .faces { display: flex; gap: 12px; align-items: flex-start; flex-wrap: wrap } .faces i { align-self: center; color: #8a9083 }
            figure { margin: 0; width: 128px } img { height: 112px; max-width: 128px; object-fit: cover; border-radius: 4px; display: block }
            .none { display: grid; place-items: center; height: 112px; width: 112px; background: #ecede8; color: #8a9083;
              border-radius: 4px; font-size: 12px; text-align: center }
            figcaption, .what { overflow-wrap: anywhere; line-height: 1.3; padding-top: 4px } small { display: block; color: #8a9083; font-size: 11px }
            .score { font-variant-numeric: tabular-nums; font-size: 20px; min-width: 52px }
            .todo { flex: 1; min-width: 260px; color: #5d6257 } code { display: block; background: #f2f3ef; border-radius: 4px;
              padding: 6px 8px; margin-top: 4px; font-size: 12px; overflow-wrap: anywhere; color: #22251f }
            .more { color: #8a9083 }
            </style></head><body><main>
            """;
}
