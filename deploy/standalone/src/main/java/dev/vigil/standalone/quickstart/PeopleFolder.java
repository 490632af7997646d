package dev.vigil.standalone.quickstart;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder of people: each of its folders is a person, whose name is the folder's and whose photos are its files. */
public final class PeopleFolder {
    private PeopleFolder() {}

    /**
     * A person.
     *
     * @param name the folder's
     * @param photos its files in alphabetical order, hidden ones left out; perhaps none
     */
    public record Member(String name, List<Path> photos) {
        /** Copies the list. */
        public Member {
            photos = List.copyOf(photos);
        }
    }

    /**
     * Everybody, in alphabetical order.
     *
     * @throws UserError if it is no folder, can't be read, or holds no folder
     */
    public static List<Member> read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserError(
                    "--people " + folder + " is no folder: name one that holds a folder of photos for each person.");
        }
        try {
            List<Member> members = visible(folder).stream()
                    .filter(Files::isDirectory)
                    .map(PeopleFolder::member)
                    .toList();
            if (members.isEmpty()) {
                throw new UserError(
                        "--people " + folder
                                + " holds no folder: make one for each person, with the person's name, and put the photos there.");
            }
            return members;
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static Member member(Path folder) {
        try {
            return new Member(
                    folder.getFileName().toString(),
                    visible(folder).stream().filter(Files::isRegularFile).toList());
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static List<Path> visible(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static UserError unreadable(Path folder, IOException e) {
        return new UserError(400, "The folder " + folder + " can't be read: give it the right to be read.", e);
    }
}
