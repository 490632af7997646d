package dev.vigil.gallery.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Base64Bytes;
import java.time.Instant;
import java.util.List;

/**
 * A signed statement of how far chains went at a time. Whoever cuts off or rewrites what it covers needs its key.
 *
 * @param heads of the chains that it covers
 * @param key names the signer: the first 16 hex digits of the SHA-256 of the public key
 * @param publicKey X.509 SubjectPublicKeyInfo, DER
 * @param signature Ed25519 (RFC 8032) over {@link #statement}
 */
public record Checkpoint(List<Head> heads, String key, Base64Bytes publicKey, Base64Bytes signature) {
    /** Copies the heads. */
    public Checkpoint {
        heads = List.copyOf(heads);
    }

    /** What is signed: a line {@code vigil-audit-checkpoint-v1 TIME}, then a line {@code WRITER SEQUENCE HASH} for each head. */
    static byte[] statement(Instant time, List<Head> heads) {
        StringBuilder text = new StringBuilder("vigil-audit-checkpoint-v1 ")
                .append(EventHeaders.rfc3339(time))
                .append('\n');
        for (Head head : heads) {
            text.append(head.writer())
                    .append(' ')
                    .append(head.sequence())
                    .append(' ')
                    .append(head.hash())
                    .append('\n');
        }
        return text.toString().getBytes(UTF_8);
    }
}
