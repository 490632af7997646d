package dev.vigil.lab.evaluate;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of pictures with a folder for each person.
 *
 * @param root of all
 * @param byPerson the pictures of each, as {@code person/picture.jpg}, both by name; nobody without pictures
 * @param empty folders without a picture
 */
public record PhotoFolders(Path root, SortedMap<String, List<String>> byPerson, List<String> empty) {
    private static final List<String> KINDS = List.of(".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp");

    /** Copies both. */
    public PhotoFolders {
        byPerson = Collections.unmodifiableSortedMap(new TreeMap<>(byPerson));
        empty = List.copyOf(empty);
    }

    /**
     * Looks into {@code root}; files of other kinds than pictures, and hidden ones, are left out.
     *
     * @throws UserError if there is no such folder, or nobody in it
     */
    public static PhotoFolders read(Path root) {
        requireFolder(root);
        SortedMap<String, List<String>> byPerson = new TreeMap<>();
        List<String> empty = new ArrayList<>();
        for (Path person : children(root)) {
            if (Files.isDirectory(person)) {
                String name = String.valueOf(person.getFileName());
                List<String> pictures = children(person).stream()
                        .filter(PhotoFolders::picture)
                        .map(file -> name + "/" + file.getFileName())
                        .toList();
                if (pictures.isEmpty()) {
                    empty.add(name);
                } else {
                    byPerson.put(name, pictures);
                }
            }
        }
        if (byPerson.isEmpty()) {
            throw new UserError(
                    "The folder " + root + " has no folder with pictures in it: it needs one for each person.");
        }
        return new PhotoFolders(root, byPerson, empty);
    }

    /**
     * Every picture under {@code root}, however deep, by its path from there.
     *
     * @throws UserError if there is no such folder, or no picture in it
     */
    public static List<String> everyPicture(Path root) {
        requireFolder(root);
        try (Stream<Path> files = Files.walk(root)) {
            List<String> pictures = files.filter(PhotoFolders::picture)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
            if (pictures.isEmpty()) {
                throw new UserError("The folder " + root + " has no picture in it: give one that has.");
            }
            return pictures;
        } catch (IOException | UncheckedIOException e) {
            throw new UserError(400, "The folder " + root + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    /** Refuses what is no folder. */
    public static void requireFolder(Path root) {
        if (!Files.isDirectory(root)) {
            throw new UserError("There is no folder " + root + ": give the folder of pictures with --images.");
        }
    }

    /** All pictures, by person and name. */
    public List<String> pictures() {
        return byPerson.values().stream().flatMap(List::stream).toList();
    }

    /** Whose folder a picture lies in; empty where it lies in none. */
    public static String person(String image) {
        int slash = image.lastIndexOf('/');
        return slash < 0 ? "" : image.substring(0, slash);
    }

    /** Who has at least {@code count} pictures, by name; the caller's own list. */
    public List<String> withAtLeast(int count) {
        List<String> people = new ArrayList<>();
        byPerson.forEach((person, pictures) -> {
            if (pictures.size() >= count) {
                people.add(person);
            }
        });
        return people;
    }

    /**
     * Some of the people, always the same: by a hash of their name, so that what one part calibrates, another can measure.
     *
     * @param part from 1 to {@code parts}
     * @throws UserError if nobody is in that part
     */
    public PhotoFolders part(int part, int parts) {
        SortedMap<String, List<String>> some = new TreeMap<>();
        byPerson.forEach((person, pictures) -> {
            if (Math.floorMod(
                            FileDigest.of(person.getBytes(StandardCharsets.UTF_8))
                                    .hashCode(),
                            parts)
                    == part - 1) {
                some.put(person, pictures);
            }
        });
        if (some.isEmpty()) {
            throw new UserError("Nobody of " + root + " is in part " + part + " of " + parts + ": use fewer parts.");
        }
        return new PhotoFolders(root, some, empty);
    }

    private static boolean picture(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && KINDS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UserError(400, "The folder " + folder + " can't be read: " + e.getMessage() + ".", e);
        }
    }
}
