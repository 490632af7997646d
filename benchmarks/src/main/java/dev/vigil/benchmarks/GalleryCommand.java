package dev.vigil.benchmarks;

import dev.vigil.runtime.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vigil bench gallery}. */
@Command(
        name = "gallery",
        description = "Compares the gallery's search with a plain scan, BLAS, Lucene, jvector and hnswlib.",
        mixinStandardHelpOptions = true)
final class GalleryCommand implements Callable<Integer> {
    private static final int BANDWIDTH_FLOATS = 64 << 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--faces", split = ",", paramLabel = "N", description = "Sizes of the gallery (${DEFAULT-VALUE}).")
    private List<Integer> faces = new ArrayList<>(List.of(10_000, 100_000));

    @Option(names = "--dimension", split = ",", paramLabel = "N", description = "Numbers of an embedding (512).")
    private List<Integer> dimensions = new ArrayList<>(List.of(512));

    @Option(names = "--engines", split = ",", paramLabel = "NAME", description = "Which (all): ${DEFAULT-VALUE}.")
    private List<String> engines = new ArrayList<>(Plan.ENGINES);

    @Option(names = "--ef", split = ",", paramLabel = "N", description = "Candidates of the graphs (${DEFAULT-VALUE}).")
    private List<Integer> efs = new ArrayList<>(List.of(100, 1000));

    @Option(
            names = "--graphs-up-to",
            paramLabel = "N",
            defaultValue = "100000",
            description = "No graph (lucene, jvector, hnswlib) is built for more faces (${DEFAULT-VALUE}).")
    private int graphsUpTo;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Timed calls at most, about, of each engine and batch (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "About how long each batch size takes, all engines together (${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Plan plan = new Plan(faces, dimensions, engines, efs, graphsUpTo, rounds, seconds, BANDWIDTH_FLOATS);
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        boolean watched = Boolean.getBoolean("vigil.terminal");
        Report report = new GalleryBench(plan, step -> {
                    if (watched) {
                        err.println("vigil: " + step);
                    }
                })
                .run();
        out.print(json ? Json.line(report) + "\n" : Table.of(report));
        out.flush();
        return 0;
    }
}
