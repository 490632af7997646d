package dev.vigil.lab.evaluate;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.Box;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the faces of pictures are: a file {@code image,x,y,width,height} in pixels with a line for each face; a width of 0 says that
 * the picture shows none.
 *
 * @param byImage the boxes of each picture
 */
public record FaceLabels(SortedMap<String, List<Box>> byImage) {
    /** Copies the map. */
    public FaceLabels {
        byImage = Collections.unmodifiableSortedMap(new TreeMap<>(byImage));
    }

    /**
     * Reads {@code file}.
     *
     * @throws UserError naming what is wrong
     */
    public static FaceLabels read(Path file) {
        SortedMap<String, List<Box>> boxes = new TreeMap<>();
        for (CsvFile.Row row :
                CsvFile.read(file, "--labels", "image,x,y,width,height").rows()) {
            Box box = new Box(number(row, 1), number(row, 2), number(row, 3), number(row, 4));
            List<Box> of = boxes.computeIfAbsent(row.cell(0), image -> new ArrayList<>());
            if (box.width() < 0 || box.height() < 0) {
                throw new UserError(row.place() + ": a face's width and height are not negative.");
            }
            if (box.width() > 0 && box.height() > 0) {
                of.add(box);
            }
        }
        if (boxes.isEmpty()) {
            throw new UserError("The file " + file + " has no line below its header: name pictures and their faces.");
        }
        return new FaceLabels(boxes);
    }

    private static float number(CsvFile.Row row, int column) {
        try {
            float number = Float.parseFloat(row.cell(column));
            if (Float.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UserError(400, wrong(row, column), e);
        }
        throw new UserError(wrong(row, column));
    }

    private static String wrong(CsvFile.Row row, int column) {
        return row.place() + ": '" + row.cell(column) + "' is no number of pixels.";
    }
}
