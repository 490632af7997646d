package dev.vigil.vision.onnx;

/** Names from a file as messages show them: short and on one line. */
final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    /** The name between quotation marks. */
    static String quoted(String name) {
        return '"' + plain(name) + '"';
    }

    /** The name. */
    static String plain(String name) {
        String cut = name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
