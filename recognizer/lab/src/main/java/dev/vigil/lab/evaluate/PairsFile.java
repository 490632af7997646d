package dev.vigil.lab.evaluate;

import dev.vigil.runtime.error.UserError;
import java.nio.file.Path;
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
    private static final String PLAIN = "image_a,image_b,same";
    private static final String FOLDED = "fold," + PLAIN;

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
        CsvFile csv = CsvFile.read(file, "--pairs", PLAIN, FOLDED);
        boolean folded = csv.header().size() == 4;
        Map<String, Integer> folds = new LinkedHashMap<>();
        List<ImagePair> pairs =
                csv.rows().stream().map(row -> pair(row, folded, folds)).toList();
        if (pairs.stream().noneMatch(ImagePair::same) || pairs.stream().allMatch(ImagePair::same)) {
            throw new UserError(file + " needs pairs of the same person and pairs of different people.");
        }
        return new PairsFile(pairs, folded ? folds.size() : 1);
    }

    private static ImagePair pair(CsvFile.Row row, boolean folded, Map<String, Integer> folds) {
        int first = folded ? 1 : 0;
        String same = row.cell(first + 2);
        if (!same.equals("1") && !same.equals("0")) {
            throw new UserError(row.place() + ": the column same is '" + same + "', not 1 or 0.");
        }
        int fold = folded ? folds.computeIfAbsent(row.cell(0), name -> folds.size()) : 0;
        return new ImagePair(fold, row.cell(first), row.cell(first + 1), same.equals("1"));
    }
}
