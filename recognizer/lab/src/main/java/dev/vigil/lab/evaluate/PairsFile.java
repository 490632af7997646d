package dev.vigil.lab.evaluate;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A list of comparisons as CSV: a header {@code image_a,image_b,same}, where {@code same} is 1 or 0, with a first column
 * for the fold or not.
 *
 * @param pairs in the file's order
 * @param folds how many different folds there are; 1 where the file has no such column
 */
public record PairsFile(List<ImagePair> pairs, int folds) {
    private static final List<String> PLAIN = List.of("image_a", "image_b", "same");
    private static final List<String> FOLDED = List.of("fold", "image_a", "image_b", "same");

    /** Copies the pairs. */
    public PairsFile {
        pairs = List.copyOf(pairs);
    }

    /**
     * Reads {@code file}.
     *
     * @throws UserError naming the file, the line and what is wrong
     */
    public static PairsFile read(Path file) {
        List<String> lines = lines(file);
        List<String> header = lines.isEmpty() ? List.of() : cells(lines.get(0));
        boolean folded = header.equals(FOLDED);
        if (!folded && !header.equals(PLAIN)) {
            throw new UserError(
                    "The first line of " + file + " must be image_a,image_b,same (with fold, before them or not).");
        }
        Map<String, Integer> folds = new LinkedHashMap<>();
        List<ImagePair> pairs = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                pairs.add(pair(cells(lines.get(i)), folded, folds, file + ":" + (i + 1)));
            }
        }
        if (pairs.stream().noneMatch(ImagePair::same) || pairs.stream().allMatch(ImagePair::same)) {
            throw new UserError(file + " needs pairs of the same person and pairs of different people.");
        }
        return new PairsFile(pairs, folded ? folds.size() : 1);
    }

    private static ImagePair pair(List<String> cells, boolean folded, Map<String, Integer> folds, String place) {
        int first = folded ? 1 : 0;
        if (cells.size() != first + 3 || cells.stream().anyMatch(String::isEmpty)) {
            throw new UserError(place + ": this line needs " + (first + 3) + " cells, separated by commas.");
        }
        String same = cells.get(first + 2);
        if (!same.equals("1") && !same.equals("0")) {
            throw new UserError(place + ": the column same is '" + same + "', not 1 or 0.");
        }
        int fold = folded ? folds.computeIfAbsent(cells.get(0), name -> folds.size()) : 0;
        return new ImagePair(fold, cells.get(first), cells.get(first + 1), same.equals("1"));
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.split(",", -1)) {
            cells.add(cell.strip());
        }
        return cells;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UserError(400, "The file " + file + " can't be read: give a CSV file with --pairs.", e);
        }
    }
}
