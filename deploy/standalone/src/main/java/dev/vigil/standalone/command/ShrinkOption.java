package dev.vigil.standalone.command;

import dev.vigil.runtime.error.UserError;
import java.util.List;
import picocli.CommandLine.Option;

/** Probes as a camera far away would see them. */
final class ShrinkOption {
    private static final int LEAST = 4;

    @Option(
            names = "--shrink",
            split = ",",
            paramLabel = "PX",
            description =
                    "Measures again with the probes shrunk until their faces are so many pixels wide, as 40,28,20.")
    private List<Integer> widths = List.of();

    /** In pixels, none twice. */
    List<Integer> widths() {
        widths.stream().filter(width -> width < LEAST).findFirst().ifPresent(width -> {
            throw new UserError("--shrink " + width + " leaves no face: write widths of " + LEAST
                    + " pixels or more, as 40,28,20.");
        });
        return widths.stream().distinct().toList();
    }
}
