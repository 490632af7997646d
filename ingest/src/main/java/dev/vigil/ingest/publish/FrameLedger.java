package dev.vigil.ingest.publish;

import dev.vigil.ingest.event.FrameAccount;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of one camera's frames, session by session, until Kafka has the account. However long Kafka is away, it stays small:
 * outcomes are kept as runs of sequences. Thread-safe.
 */
public final class FrameLedger {
    private static final String PUBLISHED = "";

    /** Kafka may be away for so many short sessions until the oldest are forgotten. */
    private static final int MOST_SESSIONS = 1_000;

    private final String camera;
    private final Clock clock;
    private final Runnable onClosed;
    private final Map<String, Book> books = new LinkedHashMap<>();

    /**
     * Of one camera.
     *
     * @param onClosed called when the ended marker of a session has met with its fate: must return at once
     */
    public FrameLedger(String camera, Clock clock, Runnable onClosed) {
        this.camera = camera;
        this.clock = clock;
        this.onClosed = onClosed;
    }

    /** Sequences that met with the same, up to {@code last}. */
    private record Run(long last, String outcome) {}

    /** One session. */
    private static final class Book {
        final TreeMap<Long, Run> runs = new TreeMap<>();
        Map<String, Long> leftOut = new TreeMap<>();
        Instant since;
        long first;
        long end = -1;

        @Nullable
        FrameAccount written;

        Book(Instant since) {
            this.since = since;
        }

        void outcome(long sequence, String outcome) {
            Map.Entry<Long, Run> before = runs.floorEntry(sequence);
            boolean joins = before != null
                    && before.getValue().last == sequence - 1
                    && before.getValue().outcome.equals(outcome);
            runs.put(joins ? before.getKey() : sequence, new Run(sequence, outcome));
        }
    }

    /** A session begins. */
    public synchronized void begun(String session) {
        books.put(session, new Book(clock.instant()));
        if (books.size() > MOST_SESSIONS) {
            books.remove(books.keySet().iterator().next());
        }
    }

    /** The session is over; {@code end} is the sequence that would have come next. */
    public synchronized void ended(String session, long end) {
        Book book = books.get(session);
        if (book != null) {
            book.end = end;
        }
    }

    /** What there was of the session has met with its fate. */
    public void closed() {
        onClosed.run();
    }

    /** A frame was read in a session and got no number. */
    public synchronized void leftOut(String session, String reason) {
        Book book = books.get(session);
        if (book != null) {
            book.leftOut.merge(reason, 1L, Long::sum);
        }
    }

    /** Kafka has a frame. */
    public void published(String session, long sequence) {
        outcome(session, sequence, PUBLISHED);
    }

    /** A frame will never be published. */
    public void dropped(String session, long sequence, String reason) {
        outcome(session, sequence, reason);
    }

    private synchronized void outcome(String session, long sequence, String outcome) {
        Book book = books.get(session);
        if (book != null) {
            book.outcome(sequence, outcome);
        }
    }

    /**
     * What is to be written now: for each session the same account until {@link #written} has been told of it, else the next, where
     * there is something new.
     */
    public synchronized List<FrameAccount> due() {
        List<FrameAccount> due = new ArrayList<>();
        books.forEach((session, book) -> {
            FrameAccount account = book.written == null ? next(session, book) : book.written;
            if (account != null) {
                book.written = account;
                due.add(account);
            }
        });
        return due;
    }

    private @Nullable FrameAccount next(String session, Book book) {
        Map<String, Long> outcomes = new TreeMap<>();
        long first = book.first;
        long cursor = first;
        for (Map.Entry<Long, Run> run = book.runs.firstEntry();
                run != null && run.getKey() == cursor;
                run = book.runs.firstEntry()) {
            long count = run.getValue().last - cursor + 1;
            outcomes.merge(run.getValue().outcome, count, Long::sum);
            cursor += count;
            book.runs.pollFirstEntry();
        }
        boolean last = book.end == cursor;
        if (cursor == first && book.leftOut.isEmpty() && !last) {
            return null;
        }
        Long published = outcomes.remove(PUBLISHED);
        Instant now = clock.instant();
        FrameAccount account = new FrameAccount(
                camera,
                session,
                FrameAccount.SERVICE,
                first,
                cursor - 1,
                published == null ? 0 : published,
                Map.of(),
                0,
                0,
                outcomes.values().stream().mapToLong(Long::longValue).sum(),
                0,
                book.since,
                now,
                last,
                outcomes,
                book.leftOut);
        book.first = cursor;
        book.leftOut = new TreeMap<>();
        book.since = now;
        return account;
    }

    /** Whether nothing is left to account for. */
    public synchronized boolean empty() {
        return books.isEmpty();
    }

    /** Kafka has an account. */
    public synchronized void written(FrameAccount account) {
        Book book = books.get(account.session());
        if (book != null && account.equals(book.written)) {
            book.written = null;
            if (account.last()) {
                books.remove(account.session());
            }
        }
    }
}
