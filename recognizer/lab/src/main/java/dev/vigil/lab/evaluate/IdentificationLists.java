package dev.vigil.lab.evaluate;

import dev.vigil.runtime.error.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is enrolled, and who is searched, in the terms of ISO/IEC 19795-1: mated searches of people who are enrolled, and non-mated
 * ones of people who are not.
 *
 * @param gallery what is enrolled
 * @param known mated searches, each of a person of the gallery
 * @param unknown non-mated searches; the person is the folder of the picture; where all lie in the same one, or in none, each
 *     picture is a person of its own
 */
public record IdentificationLists(List<Entry> gallery, List<Entry> known, List<Entry> unknown) {
    private static final String PERSONS = "person,image";

    /**
     * A picture of somebody.
     *
     * @param person whose
     * @param image relative to the folder of images
     */
    public record Entry(String person, String image) {}

    /** Copies the lists. */
    public IdentificationLists {
        gallery = List.copyOf(gallery);
        known = List.copyOf(known);
        unknown = List.copyOf(unknown);
    }

    /**
     * Reads three lists: {@code person,image} for the gallery and the known, {@code image} for the unknown.
     *
     * @throws UserError naming what is wrong: a list without lines, a known person who is not in the gallery, a picture that is
     *     enrolled and searched too
     */
    public static IdentificationLists read(Path gallery, Path known, Path unknown) {
        List<Entry> enrolled = entries(CsvFile.read(gallery, "--gallery", PERSONS), gallery);
        Set<String> people = enrolled.stream().map(Entry::person).collect(Collectors.toSet());
        Set<String> images = enrolled.stream().map(Entry::image).collect(Collectors.toSet());
        CsvFile mated = CsvFile.read(known, "--known", PERSONS);
        for (CsvFile.Row row : mated.rows()) {
            if (!people.contains(row.cell(0))) {
                throw new UserError(row.place() + ": " + row.cell(0) + " is not in the gallery " + gallery
                        + ": a known person must be there.");
            }
            refuseEnrolled(row, row.cell(1), images);
        }
        CsvFile strangers = CsvFile.read(unknown, "--unknown", "image");
        strangers.rows().forEach(row -> refuseEnrolled(row, row.cell(0), images));
        List<Entry> nonMated =
                strangers(strangers.rows().stream().map(row -> row.cell(0)).toList());
        if (nonMated.isEmpty()) {
            throw new UserError("The file " + unknown + " has no line below its header: name the strangers' pictures.");
        }
        return new IdentificationLists(enrolled, entries(mated, known), nonMated);
    }

    private static void refuseEnrolled(CsvFile.Row row, String image, Set<String> enrolled) {
        if (enrolled.contains(image)) {
            throw new UserError(row.place() + ": " + image + " is enrolled too: search with another picture.");
        }
    }

    private static List<Entry> entries(CsvFile csv, Path file) {
        if (csv.rows().isEmpty()) {
            throw new UserError("The file " + file + " has no line below its header: name people and pictures.");
        }
        return csv.rows().stream()
                .map(row -> new Entry(row.cell(0), row.cell(1)))
                .toList();
    }

    /** Where all lie in one folder, it is nobody's. */
    private static List<Entry> strangers(List<String> images) {
        boolean apart = images.stream().map(PhotoFolders::person).distinct().count() > 1;
        return images.stream()
                .map(image -> {
                    String folder = PhotoFolders.person(image);
                    return new Entry(apart && !folder.isEmpty() ? folder : image, image);
                })
                .toList();
    }

    /**
     * Lists made of a folder for each person: of those with two pictures or more, a share is enrolled with one picture each and
     * searched with the others; everybody else is a stranger, with all of their pictures.
     *
     * @param seed of who is enrolled, and with which picture
     * @param enrolled share of the people with several pictures, in (0, 1]
     * @throws UserError if nobody has two pictures, or no stranger is left
     */
    public static IdentificationLists split(PhotoFolders photos, long seed, double enrolled) {
        Random random = new Random(seed);
        List<String> several = photos.withAtLeast(2);
        Collections.shuffle(several, random);
        Set<String> members =
                new HashSet<>(several.subList(0, (int) Math.min(several.size(), Math.ceil(enrolled * several.size()))));
        List<Entry> gallery = new ArrayList<>();
        List<Entry> known = new ArrayList<>();
        List<Entry> unknown = new ArrayList<>();
        photos.byPerson().forEach((person, images) -> {
            int first = members.contains(person) ? random.nextInt(images.size()) : -1;
            for (int i = 0; i < images.size(); i++) {
                Entry entry = new Entry(person, images.get(i));
                (first < 0 ? unknown : i == first ? gallery : known).add(entry);
            }
        });
        if (gallery.isEmpty() || unknown.isEmpty()) {
            throw new UserError("Lists can't be made of " + photos.root() + ", where " + several.size() + " of "
                    + photos.byPerson().size()
                    + " people have two pictures: it needs one who has, to enrol, and another as a stranger.");
        }
        return new IdentificationLists(gallery, known, unknown);
    }

    /** The pictures that are searched with, each once. */
    public Set<String> probes() {
        Set<String> images = new LinkedHashSet<>();
        known.forEach(entry -> images.add(entry.image()));
        unknown.forEach(entry -> images.add(entry.image()));
        return images;
    }

    /** Every picture, each once. */
    public Set<String> images() {
        Set<String> images = new LinkedHashSet<>();
        gallery.forEach(entry -> images.add(entry.image()));
        images.addAll(probes());
        return images;
    }
}
