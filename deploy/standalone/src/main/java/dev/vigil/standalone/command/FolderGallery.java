package dev.vigil.standalone.command;

import dev.vigil.gallery.client.Candidate;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.search.Admission;
import dev.vigil.gallery.search.Answer;
import dev.vigil.gallery.search.ExactSearch;
import dev.vigil.gallery.search.Query;
import dev.vigil.recognizer.photo.PhotoAnalyzer;
import dev.vigil.recognizer.photo.PhotoAnalyzer.Crops;
import dev.vigil.recognizer.photo.SoleFace;
import dev.vigil.runtime.error.UserError;
import dev.vigil.standalone.quickstart.PeopleFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A folder of people as a gallery in memory, searched as the gallery service searches. Not thread-safe. */
final class FolderGallery {
    private final ExactSearch engine = ExactSearch.inMemory();
    private final Terminal terminal;
    private final PhotoAnalyzer analyzer;
    private final String model;

    /** Looks at photos with {@code analyzer}, whose embedder is {@code model}. */
    FolderGallery(Terminal terminal, PhotoAnalyzer analyzer, String model) {
        this.terminal = terminal;
        this.analyzer = analyzer;
        this.model = model;
    }

    /**
     * Takes in everybody; a refused photo is named and left out.
     *
     * @throws FailedException naming those of whom no photo could be used
     */
    void enrol(List<PeopleFolder.Member> people) {
        List<String> without = new ArrayList<>();
        for (PeopleFolder.Member person : people) {
            engine.admit(person.name(), Admission.ALWAYS);
            long taken = person.photos().stream()
                    .filter(photo -> enrol(person.name(), photo))
                    .count();
            if (taken == 0) {
                without.add(person.name());
            }
        }
        if (!without.isEmpty()) {
            throw new FailedException("No photo of " + String.join(", ", without)
                    + " could be used: add a sharp one that shows that person alone.");
        }
    }

    private boolean enrol(String person, Path photo) {
        try {
            SoleFace sole = SoleFace.of(analyzer.analyze(Photos.read(photo), Crops.NONE));
            if (sole instanceof SoleFace.NotOne not) {
                terminal.say(photo + " is left out: " + not.sentence("the photo"));
                return false;
            }
            engine.put(
                    person,
                    photo.toString(),
                    model,
                    ((SoleFace.One) sole).face().embedding());
            return true;
        } catch (UserError e) {
            terminal.say(photo + " is left out: " + e.sentence());
            return false;
        }
    }

    /** Who resembles each probe; a person's id is their name. */
    Identified identify(Probes probes) {
        Answer answer = engine.search(new Query(
                Objects.requireNonNullElse(probes.model(), model),
                probes.embeddings(),
                probes.k(),
                Clock.systemUTC().instant()));
        return new Identified(
                answer.templates(),
                answer.hits().stream()
                        .map(hits -> new Identified.Result(hits.stream()
                                .map(hit -> new Candidate(
                                        hit.person(), hit.person(), List.of(), false, hit.face(), hit.score()))
                                .toList()))
                        .toList());
    }
}
