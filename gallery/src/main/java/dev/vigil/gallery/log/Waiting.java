package dev.vigil.gallery.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waiting for what comes, whether good or bad. */
final class Waiting {
    private Waiting() {}

    static void until(CompletableFuture<?> done) throws InterruptedException {
        try {
            done.get();
        } catch (ExecutionException e) {
            return; // whoever asks for the result is told
        }
    }
}
