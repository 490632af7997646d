package dev.vigil.gallery.state;

import dev.vigil.gallery.event.Consent;
import dev.vigil.gallery.event.Person;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A person but the id as some 40 bytes, where the record takes ten times that on the heap. The name comes first, so that a look
 * for names reads nothing else.
 */
final class PersonCodec {
    private static final int IGNORED = 1;
    private static final int CONSENT = 2;
    private static final int CONSENT_ENDS = 4;

    private PersonCodec() {}

    static byte[] encode(Person person) {
        Consent consent = person.consent();
        Instant until = consent == null ? null : consent.until();
        Packed.Writer out = new Packed.Writer()
                .text(person.name())
                .octet((person.ignored() ? IGNORED : 0)
                        | (consent == null ? 0 : CONSENT)
                        | (until == null ? 0 : CONSENT_ENDS))
                .text(person.note())
                .number(person.watchlists().size());
        person.watchlists().forEach(out::text);
        if (consent != null) {
            out.text(consent.basis());
        }
        if (until != null) {
            out.time(until);
        }
        return out.time(person.createdAt())
                .time(person.updatedAt())
                .number(person.version())
                .toBytes();
    }

    static String name(ByteBuffer from) {
        return Packed.text(from);
    }

    static Person decode(String id, ByteBuffer from) {
        String name = Packed.text(from);
        int flags = from.get();
        String note = Packed.text(from);
        int count = Math.toIntExact(Packed.number(from));
        List<String> watchlists = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            watchlists.add(Packed.text(from));
        }
        Consent consent = null;
        if ((flags & CONSENT) != 0) {
            String basis = Packed.text(from);
            consent = new Consent(basis, (flags & CONSENT_ENDS) == 0 ? null : Packed.time(from));
        }
        Instant createdAt = Packed.time(from);
        Instant updatedAt = Packed.time(from);
        return new Person(
                id, name, note, watchlists, (flags & IGNORED) != 0, consent, createdAt, updatedAt, Packed.number(from));
    }
}
