package dev.vigil.gallery.backup;

import dev.vigil.gallery.audit.Actor;
import dev.vigil.gallery.event.PartitionOwner;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.log.Position;
import dev.vigil.gallery.log.Write;
import dev.vigil.gallery.log.Written;
import dev.vigil.runtime.error.UserError;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Brings what is imported to who writes it: this replica, or others. Some loads are under way at a time, so that a next one is read
 * while the ones before are committed. What can't be written now (its partition is changing hands, a replica or Kafka is away) is
 * sent again, which does no harm, since importing the same again changes nothing: whoever was missing before is counted as imported
 * then too. After a minute in which nothing goes in, it gives up. For one import, by one thread.
 */
final class ImportFlow {
    private static final int MOST_ITEMS = 2_000;
    private static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final int LOADS = 3;
    private static final int AWAY = 503;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final GalleryLog log;
    private final ImportPolicy policy;
    private final Actor actor;
    private final OtherReplicas others;
    private final Deque<List<Sent>> underWay = new ArrayDeque<>();
    private List<Loaded> load = new ArrayList<>();
    private long loadBytes;
    private Position position = Position.NONE;
    private long imported;
    private long same;
    private long kept;
    private long watchlists;

    ImportFlow(GalleryLog log, ImportPolicy policy, Actor actor, OtherReplicas others) {
        this.log = log;
        this.policy = policy;
        this.actor = actor;
        this.others = others;
    }

    /**
     * A thing, and its lines as they came.
     *
     * @param missing whether the gallery lacked something of it when it came
     */
    private record Loaded(ImportItem item, List<byte[]> lines, boolean missing) {
        /** What this import has done with it, where the answer to an earlier sending may have been lost. */
        ImportOutcome of(ImportOutcome answer, boolean again) {
            return again && missing && answer == ImportOutcome.SAME ? ImportOutcome.IMPORTED : answer;
        }
    }

    /** A thing that is under way. */
    private record Sent(Loaded loaded, CompletableFuture<Written<ImportOutcome>> answer) {}

    /**
     * Takes a thing in, and waits for earlier ones where too many are under way.
     *
     * @throws UserError where an earlier one is not taken
     */
    void add(ImportItem item, List<byte[]> lines) throws InterruptedException {
        boolean missing = !item.plan(log.state(), policy, actor).changes().isEmpty();
        load.add(new Loaded(item, lines, missing));
        loadBytes += lines.stream().mapToLong(line -> line.length).sum();
        if (load.size() >= MOST_ITEMS || loadBytes >= MOST_BYTES) {
            sendLoad();
        }
    }

    /** Sends the rest, and waits for all of it. */
    void finish() throws InterruptedException {
        sendLoad();
        while (!underWay.isEmpty()) {
            settle(underWay.remove());
        }
    }

    /** Waits for what is under way, and lets go whatever is not taken. */
    void abandon() throws InterruptedException {
        for (List<Sent> sent : underWay) {
            answers(sent, /* again= */ false, new ArrayList<>());
        }
        underWay.clear();
    }

    /** How many people have been dealt with. */
    long people() {
        return imported + same + kept;
    }

    Position position() {
        return position;
    }

    Imported total(long lines, long erased) {
        return new Imported(lines, imported, same, kept, erased, watchlists);
    }

    private void sendLoad() throws InterruptedException {
        while (underWay.size() >= LOADS) {
            settle(underWay.remove());
        }
        underWay.add(send(load));
        load = new ArrayList<>();
        loadBytes = 0;
    }

    private List<Sent> send(List<Loaded> things) throws InterruptedException {
        List<Sent> sent = new ArrayList<>(things.size());
        Map<String, List<Sent>> elsewhere = new LinkedHashMap<>();
        Map<String, PartitionOwner> owners = new LinkedHashMap<>();
        for (Loaded one : things) {
            ImportItem item = one.item();
            Optional<PartitionOwner> other =
                    log.isWrittenHere(item.id()) ? Optional.empty() : log.otherOwner(item.id());
            if (other.isPresent()) {
                String instance = other.get().instance();
                owners.put(instance, other.get());
                Sent going = new Sent(one, new CompletableFuture<>());
                elsewhere.computeIfAbsent(instance, i -> new ArrayList<>()).add(going);
                sent.add(going);
            } else {
                sent.add(new Sent(one, log.submit(new Write<>(item.id(), state -> item.plan(state, policy, actor)))));
            }
        }
        elsewhere.forEach((instance, part) -> send(owners.get(instance), part));
        return sent;
    }

    private void send(@Nullable PartitionOwner owner, List<Sent> part) {
        List<byte[]> lines =
                part.stream().flatMap(one -> one.loaded().lines().stream()).toList();
        var unused = others.send(java.util.Objects.requireNonNull(owner), lines).whenComplete((answer, why) -> {
            for (int i = 0; i < part.size(); i++) {
                CompletableFuture<Written<ImportOutcome>> one = part.get(i).answer();
                if (answer == null) {
                    one.completeExceptionally(why instanceof CompletionException e ? e.getCause() : why);
                } else if (answer.results().size() != part.size()) {
                    one.completeExceptionally(
                            new UserError(502, "Another replica answers for other people than asked."));
                } else {
                    told(one, answer.results().get(i), answer.position());
                }
            }
        });
    }

    private static void told(
            CompletableFuture<Written<ImportOutcome>> one, OtherReplicas.Result result, Position position) {
        if (result.outcome() != null) {
            one.complete(new Written<>(result.outcome(), position));
        } else {
            one.completeExceptionally(new UserError(result.status(), String.valueOf(result.sentence())));
        }
    }

    /** Waits for a load, and sends again what could not be written. */
    private void settle(List<Sent> sent) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<Sent> now = sent;
        for (boolean again = false; ; again = true) {
            long before = log.ownerChanges();
            List<Refused> refused = new ArrayList<>();
            answers(now, again, refused);
            for (Refused one : refused) {
                if (one.why().status() != AWAY || System.nanoTime() > end) {
                    throw one.error();
                }
            }
            if (refused.isEmpty()) {
                return;
            }
            if (refused.size() < now.size()) {
                end = System.nanoTime() + PATIENCE.toNanos();
            }
            log.awaitOwnerChange(before, PAUSE);
            now = send(refused.stream().map(one -> one.loaded()).toList());
        }
    }

    private record Refused(Loaded loaded, UserError why) {
        UserError error() {
            String what = loaded.item() instanceof ImportedPerson ? "The person of line " : "What stands on line ";
            return new UserError(
                    why.status(), what + loaded.item().line() + " was not imported: " + why.sentence(), why);
        }
    }

    private void answers(List<Sent> sent, boolean again, List<Refused> refused) throws InterruptedException {
        for (Sent one : sent) {
            try {
                Written<ImportOutcome> written = one.answer().get();
                position = position.and(written.position());
                count(one.loaded().item(), one.loaded().of(written.value(), again));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UserError why)) {
                    throw new IllegalStateException(e.getCause());
                }
                refused.add(new Refused(one.loaded(), why));
            }
        }
    }

    private void count(ImportItem item, ImportOutcome outcome) {
        if (item instanceof ImportedPerson) {
            switch (outcome) {
                case IMPORTED -> imported++;
                case SAME -> same++;
                case KEPT -> kept++;
            }
        } else if (outcome == ImportOutcome.IMPORTED && item instanceof ImportedThing<?> thing && thing.isWatchlist()) {
            watchlists++;
        }
    }
}
