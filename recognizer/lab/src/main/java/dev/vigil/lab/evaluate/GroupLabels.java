package dev.vigil.lab.evaluate;

import dev.vigil.runtime.error.UserError;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which group people belong to, as a file {@code person,group} says; a person in no line belongs to none.
 *
 * @param byPerson each person's group
 */
public record GroupLabels(Map<String, String> byPerson) {
    /** No labels. */
    public static final GroupLabels NONE = new GroupLabels(Map.of());

    /** Copies the map. */
    public GroupLabels {
        byPerson = Map.copyOf(byPerson);
    }

    /**
     * Reads {@code file}.
     *
     * @throws UserError naming what is wrong, as a person with two groups
     */
    public static GroupLabels read(Path file) {
        Map<String, String> groups = new TreeMap<>();
        for (CsvFile.Row row : CsvFile.read(file, "--labels", "person,group").rows()) {
            String before = groups.put(row.cell(0), row.cell(1));
            if (before != null && !before.equals(row.cell(1))) {
                throw new UserError(row.place() + ": " + row.cell(0) + " is of the group " + before + " too.");
            }
        }
        return new GroupLabels(groups);
    }

    /** The group of {@code person}. */
    public Optional<String> of(String person) {
        return Optional.ofNullable(byPerson.get(person));
    }
}
