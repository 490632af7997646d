package dev.vigil.lab.report;

import java.util.List;

/**
 * One page of HTML that opens anywhere without a network. Everything that is given to it is text, and never taken for HTML. Not
 * thread-safe.
 */
public final class Page {
    private final StringBuilder html = new StringBuilder();

    /**
     * Begins a page.
     *
     * @param title what was measured
     * @param lead on what, when, with what; a sentence or two
     */
    public Page(String title, String lead) {
        html.append(HEAD.replace("TITLE", escaped(title)))
                .append("<h1>")
                .append(escaped(title))
                .append("</h1>\n<p class=lead>")
                .append(escaped(lead))
                .append("</p>\n");
    }

    /** Begins a section. */
    public Page section(String title) {
        html.append("<h2>").append(escaped(title)).append("</h2>\n");
        return this;
    }

    /** Adds a paragraph. */
    public Page text(String text) {
        html.append("<p>").append(escaped(text)).append("</p>\n");
        return this;
    }

    /** Adds a table; the first cell of each row names it. */
    public Page table(List<String> header, List<List<String>> rows) {
        html.append("<div class=wide><table><thead><tr>");
        header.forEach(
                cell -> html.append("<th scope=col>").append(escaped(cell)).append("</th>"));
        html.append("</tr></thead><tbody>\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                html.append(i == 0 ? "<th scope=row>" : "<td>")
                        .append(escaped(row.get(i)))
                        .append(i == 0 ? "</th>" : "</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div>\n");
        return this;
    }

    /** Adds a plot with a line of text below it. */
    public Page plot(Plot plot, String caption) {
        html.append("<figure>")
                .append(plot.svg(caption))
                .append("<figcaption>")
                .append(escaped(caption))
                .append("</figcaption></figure>\n");
        return this;
    }

    /** The whole page. */
    public String html() {
        return html + "</main></body></html>\n";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Vigil: TITLE</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <style>
            body { margin: 0; background: #f6f6f3; color: #22251f; font: 15px/1.5 system-ui, sans-serif }
            main { max-width: 860px; margin: 0 auto; padding: 32px 20px 80px }
            h1 { font-size: 26px; margin: 0 } .lead { color: #5d6257; margin: 4px 0 24px }
            h2 { font-size: 18px; margin: 36px 0 6px } p { margin: 0 0 12px; max-width: 70ch; overflow-wrap: anywhere }
            .wide { overflow-x: auto } table { border-collapse: collapse; background: #fff; margin: 8px 0 16px }
            th, td { border: 1px solid #e2e3dd; padding: 5px 10px; text-align: right; font-variant-numeric: tabular-nums }
            th[scope=row], thead th:first-child { text-align: left } thead th { background: #ecede8; font-weight: 600 }
            th[scope=row] { font-weight: normal } figure { margin: 8px 0 20px; background: #fff; border: 1px solid #e2e3dd;
              border-radius: 8px; padding: 12px; max-width: 620px } svg { width: 100%; height: auto; display: block }
            svg text { font: 12px system-ui, sans-serif; fill: #5d6257 } .grid { stroke: #ecede8 } .axis { stroke: #8a9083 }
            figcaption { color: #5d6257; font-size: 13px; padding-top: 6px }
            @media print { body { background: #fff } figure, table { break-inside: avoid } }
            </style></head><body><main>
            """;
}
