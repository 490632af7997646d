package dev.vigil.gallery.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vigil.runtime.json.Json;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An entry as the audit topic has it: JSON, the key is the writer.
 *
 * <p>The value ends in {@code ,"hash":"…64 hex digits…"}}: the SHA-256 of the very bytes before that, with a closing brace. So a hash
 * is checked without any rule for how JSON is written.
 *
 * @param id writer and sequence
 * @param time when it was done, by the replica's clock
 * @param actor who
 * @param action what
 * @param subject the key of what it was done to; empty where there is no one thing
 * @param detail more
 * @param checkpoint of entries that sign how far chains go; else null
 * @param chain its place in its writer's chain
 * @param hash its own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditRecord(
        String id,
        Instant time,
        Actor actor,
        String action,
        String subject,
        Map<String, String> detail,
        @Nullable Checkpoint checkpoint,
        Link chain,
        @Nullable String hash) {
    private static final byte[] BEFORE_HASH = ",\"hash\":\"".getBytes(US_ASCII);
    private static final int HEX = 64;
    private static final int SUFFIX = BEFORE_HASH.length + HEX + 2;

    /** Copies the detail, in the order of its keys. */
    public AuditRecord {
        detail = detail == null ? Map.of() : java.util.Collections.unmodifiableMap(new TreeMap<>(detail));
    }

    static AuditRecord of(AuditEntry entry, Instant time, @Nullable Checkpoint checkpoint, Link chain) {
        return new AuditRecord(
                chain.writer() + ":" + chain.sequence(),
                time,
                entry.actor(),
                entry.action(),
                entry.subject(),
                entry.detail(),
                checkpoint,
                chain,
                null);
    }

    /** Its head, once it has a hash. */
    Head head() {
        return new Head(chain.writer(), chain.sequence(), hash == null ? Head.NO_HASH : hash);
    }

    /** The bytes of the topic, which bear the hash. */
    byte[] toValue() {
        byte[] body = Json.bytes(this);
        byte[] value = Arrays.copyOf(body, body.length - 1 + SUFFIX);
        System.arraycopy(BEFORE_HASH, 0, value, body.length - 1, BEFORE_HASH.length);
        byte[] hex = HexFormat.of().formatHex(sha256(body)).getBytes(US_ASCII);
        System.arraycopy(hex, 0, value, body.length - 1 + BEFORE_HASH.length, HEX);
        value[value.length - 2] = '"';
        value[value.length - 1] = '}';
        return value;
    }

    /** The hash that the bytes of the topic ought to bear; empty where they don't end as an entry does. */
    static Optional<String> hashOf(byte[] value) {
        int cut = value.length - SUFFIX;
        if (cut < 1
                || !Arrays.equals(value, cut, cut + BEFORE_HASH.length, BEFORE_HASH, 0, BEFORE_HASH.length)
                || value[value.length - 2] != '"'
                || value[value.length - 1] != '}') {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOf(value, cut + 1);
        body[cut] = '}';
        return Optional.of(HexFormat.of().formatHex(sha256(body)));
    }

    /**
     * Reads the bytes of the topic, without checking the hash.
     *
     * @throws RuntimeException if they are no entry
     */
    public static AuditRecord read(byte[] value) {
        AuditRecord record = Json.read(value, AuditRecord.class);
        if (record.id() == null
                || record.time() == null
                || record.actor() == null
                || record.action() == null
                || record.subject() == null
                || record.chain() == null
                || record.chain().writer() == null
                || record.chain().previous() == null
                || record.hash() == null) {
            throw new IllegalArgumentException("It is no audit entry: a field is missing.");
        }
        return record;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256.", e);
        }
    }
}
