package dev.vigil.standalone.command;

import dev.vigil.lab.evaluate.PhotoFolders;
import dev.vigil.runtime.error.UserError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Some of the people of a folder, so that what is calibrated on some is measured on others. */
final class PartOption {
    private static final Pattern PART = Pattern.compile("([1-9]\\d{0,3})/([1-9]\\d{0,3})");

    @Option(
            names = "--part",
            paramLabel = "K/N",
            description = "Only the K-th of N parts of the people, by a hash of their names: 1/2 and 2/2 share nobody.")
    private @Nullable String part;

    /** Those of the part; all without one. */
    PhotoFolders of(PhotoFolders photos) {
        if (part == null) {
            return photos;
        }
        Matcher matcher = PART.matcher(part);
        int k = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        int n = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
        if (k < 1 || k > n) {
            throw new UserError("--part " + part + " is none: write it as 1/2 or 2/2.");
        }
        return photos.part(k, n);
    }

    /** Refuses it where lists say who is taken. */
    void refuseWithLists() {
        if (part != null) {
            throw new UserError("--part goes with --split: lists of your own say themselves whom they take.");
        }
    }

    /** For the end of a sentence; empty without a part. */
    String words() {
        return part == null ? "" : ", part " + part + " of the people";
    }
}
