package org.holdfast.runtime.process;

import java.util.List;

/** A small page of HTML. All that is put into it is text, never markup. */
final class HtmlText {

    private static final String STYLE =
            "body{font:15px/1.5 system-ui,sans-serif;margin:2em;max-width:75em}"
                    + "table{border-collapse:collapse}"
                    + "td,th{border-bottom:1px solid #ccc;padding:.3em .8em;text-align:left}";

    private final StringBuilder text = new StringBuilder(1024);

    /** Begins a page with its title. */
    HtmlText(String title) {
        text.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(escape(title))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>")
                .append(escape(title))
                .append("</h1>\n");
    }

    void paragraph(String words) {
        text.append("<p>").append(escape(words)).append("</p>\n");
    }

    void table(List<String> head, List<List<String>> rows) {
        text.append("<table>\n");
        row("th", head);
        rows.forEach(cells -> row("td", cells));
        text.append("</table>\n");
    }

    private void row(String kind, List<String> cells) {
        text.append("<tr>");
        for (String cell : cells) {
            text.append('<').append(kind).append('>').append(escape(cell));
            text.append("</").append(kind).append('>');
        }
        text.append("</tr>\n");
    }

    /** The whole page. */
    String end() {
        return text + "</body></html>\n";
    }

    /** Also for attributes, though none is made of text here. */
    private static String escape(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
