package dev.vigil.gallery.client;

import dev.vigil.gallery.event.Consent;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.tls.Trust;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A gallery over HTTP. Thread-safe; needs no closing.
 *
 * <p>Everything may be asked twice without harm, and is asked up to three times, within the one time-out, where the gallery is away.
 * A client reads its own writes, whichever replica answers: it sends back the last minute's {@code Vigil-Position}.
 */
public final class HttpGalleryClient implements GalleryClient {
    private static final int PAGE = 1_000;
    private static final String WATCHLISTS = "/v1/watchlists/";

    private final Exchange exchange;

    /**
     * A client of the gallery at {@code base}.
     *
     * @param base as {@code http://127.0.0.1:8081}
     * @param key an API key; {@link #identify} and {@link #verify} need the role service, what changes something and
     *     {@link #faces} the role operator
     * @param timeout for each request, its repetitions included
     */
    public HttpGalleryClient(URI base, String key, Duration timeout) {
        this(List.of(base), key, timeout, Trust.SYSTEM);
    }

    /** The same, where {@code base} is {@code https} with a certificate that {@code trust} accepts. */
    public HttpGalleryClient(URI base, String key, Duration timeout, Trust trust) {
        this(List.of(base), key, timeout, trust);
    }

    /** A client of the replicas of a gallery, as {@link #HttpGalleryClient(List, String, Duration, Trust)} with the system's trust. */
    public HttpGalleryClient(List<URI> bases, String key, Duration timeout) {
        this(bases, key, timeout, Trust.SYSTEM);
    }

    /**
     * A client of the replicas of a gallery: it asks one of them as long as that one answers, then the next. What it has written it
     * finds at every replica.
     *
     * @param bases at least one
     * @param trust whose certificates are accepted at {@code https} addresses
     * @throws IllegalArgumentException if there is none
     */
    public HttpGalleryClient(List<URI> bases, String key, Duration timeout, Trust trust) {
        if (bases.isEmpty()) {
            throw new IllegalArgumentException("A gallery has at least one address.");
        }
        this.exchange = new Exchange(bases, key, timeout, trust);
    }

    private HttpGalleryClient(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public HttpGalleryClient onBehalfOf(OnBehalfOf who) {
        return new HttpGalleryClient(exchange.with(Map.of(OnBehalfOf.HEADER, who.text())));
    }

    private record Page(
            List<Person> people,
            @Nullable String next,
            @Nullable Map<String, Integer> faces) {}

    private record Faces(List<FaceTemplate> faces) {}

    private record Probe(String person, String model, Embedding embedding) {}

    private record Merge(String absorb) {}

    private record Watchlists(List<Watchlist> watchlists) {}

    private record Split(
            List<String> faces,
            String name,
            String note,
            List<String> watchlists,
            boolean ignored,
            @Nullable Consent consent) {}

    @Override
    public Identified identify(Probes probes) {
        return read(exchange.repeatable("POST", "/v1/identify", probes), Identified.class);
    }

    /** Compares a probe with all faces of one person. */
    public Verified verify(String person, String model, Embedding embedding) {
        return read(exchange.repeatable("POST", "/v1/verify", new Probe(person, model, embedding)), Verified.class);
    }

    @Override
    public Optional<Person> person(String id) {
        Exchange.Reply reply = exchange.repeatable("GET", "/v1/people/" + encode(id), null);
        return reply.status() == 404 ? Optional.empty() : Optional.of(read(reply, Person.class));
    }

    @Override
    public List<Person> peopleNamed(String name) {
        return people("&name=" + encode(name)).stream()
                .sorted(Comparator.comparing(Person::createdAt).thenComparing(Person::id))
                .toList();
    }

    @Override
    public List<Person> people() {
        return people("");
    }

    /** Everybody, by id, each with how many faces they have. */
    public Map<Person, Integer> peopleWithFaces() {
        Map<Person, Integer> counted = new LinkedHashMap<>();
        for (Page page : pages("&faces=true")) {
            Map<String, Integer> faces = page.faces() == null ? Map.of() : page.faces();
            page.people().forEach(person -> counted.put(person, faces.getOrDefault(person.id(), 0)));
        }
        return counted;
    }

    @Override
    public Person create(NewPerson person) {
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        return read(exchange.repeatable("POST", "/v1/people", person, key), Person.class);
    }

    @Override
    public Person put(String id, NewPerson person) {
        return read(exchange.repeatable("PUT", "/v1/people/" + encode(id), person), Person.class);
    }

    @Override
    public FaceTemplate enrol(String person, NewFace face) {
        return read(exchange.repeatable("POST", "/v1/people/" + encode(person) + "/faces", face), FaceTemplate.class);
    }

    @Override
    public EnrolledFace enrol(String person, NewFace face, Set<EnrolmentWarning.Kind> accepted) {
        String accept = accepted.isEmpty()
                ? ""
                : "?accept="
                        + accepted.stream().map(EnrolmentWarning.Kind::label).collect(Collectors.joining(","));
        return read(
                exchange.repeatable("POST", "/v1/people/" + encode(person) + "/faces" + accept, face),
                EnrolledFace.class);
    }

    @Override
    public List<FaceTemplate> faces(String person) {
        return read(
                        exchange.repeatable(
                                "GET", "/v1/people/" + encode(person) + "/faces?embedding=true&crop=true", null),
                        Faces.class)
                .faces();
    }

    /** Changes some fields of a person: a merge patch (RFC 7396). */
    public Person patch(String id, Map<String, ?> patch) {
        return read(exchange.repeatable("PATCH", "/v1/people/" + encode(id), patch), Person.class);
    }

    /**
     * Takes faces from a person and makes another of them.
     *
     * @param key any text of the caller's that is new for each split: the same key splits once
     */
    public Parted split(String id, List<String> faces, NewPerson other, String key) {
        Split body = new Split(faces, other.name(), other.note(), other.watchlists(), other.ignored(), other.consent());
        Exchange.Reply reply = exchange.repeatable(
                "POST", "/v1/people/" + encode(id) + "/split", body, Map.of("Idempotency-Key", key));
        return read(reply, Parted.class);
    }

    /**
     * Gives {@code survivor} the faces and negative examples of {@code absorbed}, who is gone then.
     *
     * @return whether it is done; else it is under way, and is done by itself
     */
    public boolean merge(String survivor, String absorbed) {
        Exchange.Reply reply =
                exchange.repeatable("POST", "/v1/people/" + encode(survivor) + "/merge", new Merge(absorbed));
        boolean lost = reply.status() == 404 && reply.tries() > 1; // the answer of the try that did it
        if (lost && person(absorbed).isEmpty() && person(survivor).isPresent()) {
            return true;
        }
        return reply.orThrow().status() == 200;
    }

    @Override
    public void addNegative(String person, NewNegative negative) {
        exchange.repeatable("POST", "/v1/people/" + encode(person) + "/negatives", negative)
                .orThrow();
    }

    /** All watchlists, by id. */
    public List<Watchlist> watchlists() {
        return read(exchange.repeatable("GET", "/v1/watchlists", null), Watchlists.class)
                .watchlists();
    }

    /** The watchlist with that id. */
    public Optional<Watchlist> watchlist(String id) {
        Exchange.Reply reply = exchange.repeatable("GET", WATCHLISTS + encode(id), null);
        return reply.status() == 404 ? Optional.empty() : Optional.of(read(reply, Watchlist.class));
    }

    /** Creates or replaces the watchlist with that id. */
    public Watchlist putWatchlist(String id, NewWatchlist watchlist) {
        return read(exchange.repeatable("PUT", WATCHLISTS + encode(id), watchlist), Watchlist.class);
    }

    /** Removes a watchlist that nobody is on. */
    public void removeWatchlist(String id) {
        delete(WATCHLISTS + encode(id));
    }

    /** Puts a person on a watchlist. */
    public Person addToWatchlist(String watchlist, String person) {
        return read(exchange.repeatable("PUT", member(watchlist, person), null), Person.class);
    }

    /** Takes a person off a watchlist. */
    public Person takeOffWatchlist(String watchlist, String person) {
        return read(exchange.repeatable("DELETE", member(watchlist, person), null), Person.class);
    }

    /** Those on a watchlist, by id. */
    public List<Person> peopleOn(String watchlist) {
        return people("&watchlist=" + encode(watchlist));
    }

    private static String member(String watchlist, String person) {
        return WATCHLISTS + encode(watchlist) + "/people/" + encode(person);
    }

    @Override
    public List<FaceTemplate> embeddings(String person) {
        return read(
                        exchange.repeatable("GET", "/v1/people/" + encode(person) + "/faces?embedding=true", null),
                        Faces.class)
                .faces();
    }

    @Override
    public void removeFace(String person, String face) {
        delete("/v1/people/" + encode(person) + "/faces/" + encode(face));
    }

    @Override
    public Optional<ErasureReceipt> erase(String person) {
        Exchange.Reply reply = delete("/v1/people/" + encode(person));
        return reply.status() == 404 ? Optional.empty() : Optional.of(reply.read(ErasureReceipt.class));
    }

    /** All that is held of a person, as JSON; needs the role admin. */
    public String export(String person) {
        return exchange.repeatable("GET", "/v1/people/" + encode(person) + "/export", null)
                .orThrow()
                .body();
    }

    /** A page of the audit, as JSON; needs the role admin. {@code query} is what comes after the {@code ?}. */
    public String audit(String query) {
        return exchange.repeatable("GET", "/v1/audit?" + query, null).orThrow().body();
    }

    /** How the log is encrypted; needs the role admin. */
    public EncryptionStatus encryption() {
        return read(exchange.repeatable("GET", "/v1/encryption", null), EncryptionStatus.class);
    }

    /** Lets every data key be wrapped by the first key, and everything be sealed anew, in the background; needs the role admin. */
    public EncryptionStatus rotateEncryption() {
        return read(exchange.repeatable("POST", "/v1/encryption/rotate", null), EncryptionStatus.class);
    }

    /** What is gone when it is asked again was removed by the first try, whose answer was lost. */
    private Exchange.Reply delete(String path) {
        Exchange.Reply reply = exchange.repeatable("DELETE", path, null);
        if (reply.status() != 404 || reply.tries() == 1) {
            reply.orThrow();
        }
        return reply;
    }

    private List<Person> people(String filter) {
        return pages(filter).stream().flatMap(page -> page.people().stream()).toList();
    }

    private List<Page> pages(String filter) {
        List<Page> pages = new ArrayList<>();
        String after = "";
        while (true) {
            Page page = read(exchange.repeatable("GET", "/v1/people?limit=" + PAGE + filter + after, null), Page.class);
            pages.add(page);
            if (page.next() == null) {
                return pages;
            }
            after = "&after=" + encode(page.next());
        }
    }

    private static <T> T read(Exchange.Reply reply, Class<T> type) {
        return reply.orThrow().read(type);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
