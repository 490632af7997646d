package dev.vigil.lab.tracking;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The truth of a clip as CSV: a header {@code frame,person,appearance,x,y,width,height,visible} and a line for each face in each
 * frame. Frames count from 0, boxes are in pixels of the clip, {@code visible} lies in [0, 1].
 */
public final class TruthFile {
    static final String HEADER = "frame,person,appearance,x,y,width,height,visible";
    private static final int CELLS = 8;

    private TruthFile() {}

    /**
     * Reads it.
     *
     * @throws UserError naming the file, the line and what is wrong
     */
    public static List<TruthFace> read(Path file) {
        List<String> lines = lines(file);
        if (lines.isEmpty() || !lines.get(0).strip().equals(HEADER)) {
            throw new UserError("The first line of " + file + " must be " + HEADER + ".");
        }
        List<TruthFace> faces = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                faces.add(face(lines.get(i), file + ":" + (i + 1)));
            }
        }
        return faces;
    }

    private static TruthFace face(String line, String place) {
        String[] cells = line.split(",", -1);
        if (cells.length != CELLS || cells[1].isBlank()) {
            throw new UserError(place + ": this line needs " + CELLS + " cells, separated by commas, and a person.");
        }
        try {
            int frame = Integer.parseInt(cells[0].strip());
            int appearance = Integer.parseInt(cells[2].strip());
            Box box = new Box(number(cells[3]), number(cells[4]), number(cells[5]), number(cells[6]));
            float visible = number(cells[7]);
            if (frame < 0 || appearance < 0 || box.width() <= 0 || box.height() <= 0 || visible < 0 || visible > 1) {
                throw new UserError(
                        place + ": a frame and an appearance are not negative, a box has a width and a height,"
                                + " and visible lies in 0 to 1.");
            }
            return new TruthFace(frame, cells[1].strip(), appearance, box, visible);
        } catch (NumberFormatException e) {
            throw new UserError(400, place + ": all but the person must be numbers.", e);
        }
    }

    private static float number(String cell) {
        float value = Float.parseFloat(cell.strip());
        if (!Float.isFinite(value)) {
            throw new NumberFormatException(cell);
        }
        return value;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UserError(400, "The file " + file + " can't be read: give the clip's truth as CSV.", e);
        }
    }

    /** Writes it; names must be free of commas and line ends. */
    public static void write(Path file, List<TruthFace> faces) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (TruthFace face : faces) {
            Box box = face.box();
            text.append(String.format(
                    Locale.ROOT,
                    "%d,%s,%d,%.1f,%.1f,%.1f,%.1f,%.2f%n",
                    face.frame(),
                    face.person(),
                    face.appearance(),
                    box.x(),
                    box.y(),
                    box.width(),
                    box.height(),
                    face.visible()));
        }
        Files.writeString(file, text);
    }
}
