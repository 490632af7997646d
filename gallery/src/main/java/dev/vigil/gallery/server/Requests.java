package dev.vigil.gallery.server;

import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.client.NewNegative;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.NewWatchlist;
import dev.vigil.gallery.event.Consent;
import dev.vigil.gallery.event.ScheduleWindow;
import dev.vigil.gallery.event.Severity;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.runtime.openapi.Doc;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of changes as they come, where anything may be missing, and what they are once checked. */
final class Requests {
    private Requests() {}

    /** Of {@code POST /v1/people} and {@code PUT /v1/people/{id}}. */
    record PersonBody(
            @Doc(value = "What people call them; not unique.", required = true, most = Checks.MOST_NAME) @Nullable
            String name,

            @Doc(value = "Free text.", most = Checks.MOST_NOTE, standard = "\"\"") @Nullable
            String note,

            @Doc(value = "Ids.", most = Checks.MOST_WATCHLISTS, standard = "[]") @Nullable
            List<@Nullable String> watchlists,

            @Doc(value = "Whether a match yields the decision 'ignored'.", standard = "false") @Nullable
            Boolean ignored,

            @Doc("On what basis they are held, and until when.") @Nullable
            Consent consent) {
        NewPerson checked() {
            return new NewPerson(
                    Checks.line(name, "name", Checks.MOST_NAME),
                    Checks.note(note),
                    Checks.watchlists(watchlists),
                    ignored != null && ignored,
                    Checks.consent(consent));
        }
    }

    /** Of {@code PATCH /v1/people/{id}}, as the document shows it: a merge patch (RFC 7396) of a person. */
    record PersonPatch(
            @Doc(value = "Renames them.", most = Checks.MOST_NAME) @Nullable
            String name,

            @Doc(value = "Null empties it.", most = Checks.MOST_NOTE) @Nullable
            String note,

            @Doc("Replaces the list; null empties it.") @Nullable
            List<String> watchlists,

            @Nullable Boolean ignored,

            @Doc("Is merged into what is there; null removes it.") @Nullable
            ConsentPatch consent) {}

    /** A merge patch of a {@link Consent}. */
    record ConsentPatch(@Nullable String basis, @Nullable Instant until) {}

    /** Of {@code POST /v1/people/{id}/split}. */
    record SplitBody(
            @Doc(value = "Ids of the faces that are somebody else's.", required = true, least = 1) @Nullable
            List<@Nullable String> faces,

            @Doc(value = "The new person's name.", required = true, most = Checks.MOST_NAME) @Nullable
            String name,

            @Doc(value = "Free text.", most = Checks.MOST_NOTE, standard = "\"\"") @Nullable
            String note,

            @Doc(value = "Ids.", standard = "[]") @Nullable List<@Nullable String> watchlists,
            @Doc(standard = "false") @Nullable Boolean ignored,

            @Doc("Left out, the new person has the consent of the one whom the faces are taken from.") @Nullable
            Consent consent) {
        List<String> checkedFaces() {
            List<String> ids = Checks.present(faces, "faces").stream()
                    .map(face -> Checks.id(Checks.present(face, "faces"), "face"))
                    .toList();
            if (ids.isEmpty() || new HashSet<>(ids).size() < ids.size()) {
                throw new UserError("The field 'faces' names the faces to take, each once, and at least one.");
            }
            return ids;
        }

        NewPerson checkedPerson() {
            return new PersonBody(name, note, watchlists, ignored, consent).checked();
        }
    }

    /** Of {@code POST /v1/people/{id}/merge}. */
    record MergeBody(
            @Doc(value = "The id of the person whose faces this one gets, and who is gone then.", required = true)
            @Nullable
            String absorb) {
        String checked() {
            return Checks.id(Checks.present(absorb, "absorb"), "person");
        }
    }

    /** Of {@code POST /v1/people/{id}/faces}. */
    record FaceBody(
            @Doc(value = "The embedder's id.", required = true) @Nullable
            String model,

            @Doc(required = true) @Nullable Embedding embedding,

            @Doc(
                    value = "SHA-256 of the photo in hex: the same source enrols once.",
                    required = true,
                    most = Checks.MOST_NAME)
            @Nullable
            String source,

            @Doc(value = "Of the picture.", required = true, least = 0, most = 1) @Nullable
            Float quality,

            @Doc("A small JPEG, where the gallery's policy keeps one.") @Nullable
            Base64Bytes crop) {
        NewFace checked() {
            return new NewFace(
                    Checks.model(model),
                    Checks.embedding(embedding, "embedding"),
                    Checks.line(source, "source", Checks.MOST_NAME),
                    Checks.quality(quality),
                    Checks.crop(crop));
        }
    }

    /** Of {@code POST /v1/people/{id}/negatives}. */
    record NegativeBody(
            @Doc(value = "The embedder's id.", required = true) @Nullable
            String model,

            @Doc(required = true) @Nullable Embedding embedding,

            @Doc(
                    value = "The recognition or photo that it comes from: the same source counts once.",
                    required = true,
                    most = Checks.MOST_NAME)
            @Nullable
            String source) {
        NewNegative checked() {
            return new NewNegative(
                    Checks.model(model),
                    Checks.embedding(embedding, "embedding"),
                    Checks.line(source, "source", Checks.MOST_NAME));
        }
    }

    /** Of {@code PUT /v1/watchlists/{id}}. */
    record WatchlistBody(
            @Doc(value = "What people call it.", required = true, most = Checks.MOST_NAME) @Nullable
            String name,

            @Doc(required = true) @Nullable Severity severity,

            @Doc(
                    value = "The least score of an alert, where it is stricter than the decision's own.",
                    least = -1,
                    most = 1)
            @Nullable
            Float threshold,

            @Doc("How long one person raises no second alert of it, as PT60S; left out, the service's default.")
            @Nullable
            Duration cooldown,

            @Doc(value = "When it raises alerts; empty for always.", standard = "[]") @Nullable
            List<@Nullable ScheduleWindow> schedule,

            @Doc("It raises no alert from then on.") @Nullable
            Instant expiresAt,

            @Doc("An alert of an older event does not actuate, as PT10S; left out, the service's default.") @Nullable
            Duration actuateWithin) {
        NewWatchlist checked() {
            return new NewWatchlist(
                    Checks.line(name, "name", Checks.MOST_NAME),
                    Checks.present(severity, "severity"),
                    Checks.score(threshold, "threshold"),
                    Checks.duration(cooldown, "cooldown"),
                    Checks.schedule(schedule),
                    expiresAt,
                    Checks.duration(actuateWithin, "actuateWithin"));
        }
    }
}
