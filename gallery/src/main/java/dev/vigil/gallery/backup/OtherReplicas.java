package dev.vigil.gallery.backup;

import dev.vigil.gallery.event.PartitionOwner;
import dev.vigil.gallery.log.Position;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Brings parts of a backup to the replicas that write them. Thread-safe. */
@FunctionalInterface
public interface OtherReplicas {
    /**
     * What another replica says of a part.
     *
     * @param results one for each thing, in order
     * @param position how far the log is with it
     */
    record Part(List<Result> results, Position position) {
        /** Copies the list. */
        public Part {
            results = List.copyOf(results);
        }
    }

    /**
     * What became of one thing.
     *
     * @param outcome null where it was refused
     * @param status of the refusal; 503 where it may be sent again
     * @param sentence of the refusal
     */
    record Result(
            @Nullable ImportOutcome outcome,
            int status,
            @Nullable String sentence) {
        static Result of(ImportOutcome outcome) {
            return new Result(outcome, 200, null);
        }
    }

    /**
     * Sends lines, without header and trailer, to the replica that writes what they are about.
     *
     * @return what it says; or a {@link dev.vigil.runtime.error.UserError}, with 503 where they may be sent again: what is in by then
     *     is passed over
     */
    CompletableFuture<Part> send(PartitionOwner owner, List<byte[]> lines);
}
