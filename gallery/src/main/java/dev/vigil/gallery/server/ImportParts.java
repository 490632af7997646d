package dev.vigil.gallery.server;

import dev.vigil.gallery.backup.ImportPart;
import dev.vigil.gallery.backup.ImportPolicy;
import dev.vigil.gallery.backup.OtherReplicas;
import dev.vigil.gallery.backup.OtherReplicas.Part;
import dev.vigil.gallery.event.PartitionOwner;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Problem;
import dev.vigil.runtime.json.Json;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The parts of a backup that other replicas write: sent to them under the same path and the caller's own key, and taken in from
 * them. Thread-safe.
 */
final class ImportParts {
    private static final byte[] LINE_FEED = {'\n'};

    private final Forwarding forwarding;
    private final ImportPart taking;

    /** Waits for {@code writeTimeout} until a part that has come is written. */
    ImportParts(GalleryLog log, Forwarding forwarding, Duration writeTimeout) {
        this.forwarding = forwarding;
        this.taking = new ImportPart(log, writeTimeout);
    }

    /** As {@link OtherReplicas#send}, on behalf of the request's caller. */
    CompletableFuture<Part> send(Context ctx, PartitionOwner owner, List<byte[]> lines) {
        List<byte[]> body = new ArrayList<>(2 * lines.size());
        lines.forEach(line -> {
            body.add(line);
            body.add(LINE_FEED);
        });
        return forwarding.sendPart(ctx, owner, body).thenApply(ImportParts::read);
    }

    private static Part read(HttpResponse<byte[]> answer) {
        try {
            if (answer.statusCode() == 200) {
                return Json.read(answer.body(), Part.class);
            }
            throw new UserError(
                    answer.statusCode(),
                    Objects.requireNonNullElse(
                            Json.read(answer.body(), Problem.class).detail(), "Another replica refuses it."));
        } catch (UncheckedIOException e) {
            String start = new String(answer.body(), 0, Math.min(80, answer.body().length), StandardCharsets.UTF_8);
            throw new UserError(502, "Another replica does not answer as a gallery does: '" + start + "'.", e);
        }
    }

    /** Answers a request that another replica has sent. */
    void part(Context ctx) throws IOException {
        try (InputStream in = ctx.bodyInputStream()) {
            Part part = taking.run(in, policy(ctx), Actors.of(ctx));
            if (!part.position().isNone()) {
                Positions.tell(ctx, part.position());
            }
            ctx.json(part);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(503, "The gallery is stopping.", e);
        }
    }

    /** What the request says of conflicts. */
    static ImportPolicy policy(Context ctx) {
        String text = Objects.requireNonNullElse(Parameters.of(ctx, "conflict").text("conflict"), "newer");
        return Arrays.stream(ImportPolicy.values())
                .filter(policy -> policy.label().equals(text))
                .findFirst()
                .orElseThrow(() -> new UserError("The parameter 'conflict' is one of "
                        + Arrays.stream(ImportPolicy.values())
                                .map(ImportPolicy::label)
                                .collect(Collectors.joining(", "))
                        + "."));
    }
}
