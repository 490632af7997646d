package dev.vigil.lab.evaluate;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A list as CSV with a header line (RFC 4180, of which a cell may not span lines): cells are stripped, blank lines are left out.
 *
 * @param header its names
 * @param rows below it
 */
record CsvFile(List<String> header, List<Row> rows) {
    CsvFile {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    /**
     * A line.
     *
     * @param place as {@code pairs.csv:3}
     * @param cells as many as the header has, none empty
     */
    record Row(String place, List<String> cells) {
        Row {
            cells = List.copyOf(cells);
        }

        String cell(int column) {
            return cells.get(column);
        }
    }

    /**
     * Reads {@code file}.
     *
     * @param option that named it, for the sentence of an error
     * @param headers that it may have, each as {@code person,image}
     * @throws UserError naming the file, the line and what is wrong
     */
    static CsvFile read(Path file, String option, String... headers) {
        List<String> lines = lines(file, option);
        List<String> header = lines.isEmpty() ? List.of() : cells(lines.get(0).replace("\uFEFF", ""));
        if (Arrays.stream(headers).noneMatch(wanted -> cells(wanted).equals(header))) {
            throw new UserError("The first line of " + file + " must be " + String.join(" or ", headers) + ".");
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                Row row = new Row(file + ":" + (i + 1), cells(lines.get(i)));
                if (row.cells().size() != header.size() || row.cells().contains("")) {
                    throw new UserError(row.place() + ": this line needs " + header.size()
                            + (header.size() == 1 ? " cell." : " cells, separated by commas."));
                }
                rows.add(row);
            }
        }
        return new CsvFile(header, rows);
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }

    private static List<String> lines(Path file, String option) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UserError(400, "The file " + file + " can't be read: give a CSV file with " + option + ".", e);
        }
    }
}
