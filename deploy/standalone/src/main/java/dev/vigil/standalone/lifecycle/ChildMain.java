package dev.vigil.standalone.lifecycle;

import dev.vigil.standalone.Main;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Runs the program as the child of another that holds the write end of its standard input, and ends with it, however that ends: a
 * killed parent can't stop anybody, but its pipe closes.
 */
public final class ChildMain {
    private static final int ORPHANED = 1;

    private ChildMain() {}

    /** As {@link Main#main}. */
    public static void main(String[] arguments) {
        watch(
                System.in,
                () -> Runtime.getRuntime().halt(ORPHANED)); // nothing to drain: what it worked on was the parent's
        Main.main(arguments);
    }

    /** Runs {@code onEnd} when nothing more can come from the parent. */
    static Thread watch(InputStream parent, Runnable onEnd) {
        Thread watch = new Thread(() -> awaitEnd(parent, onEnd), "vigil-parent-watch");
        watch.setDaemon(true);
        watch.start();
        return watch;
    }

    private static void awaitEnd(InputStream parent, Runnable onEnd) {
        try {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("the pipe from the parent can't be read: " + e.getMessage());
        }
        onEnd.run();
    }
}
