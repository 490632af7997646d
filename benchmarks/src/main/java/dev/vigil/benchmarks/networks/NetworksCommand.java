package dev.vigil.benchmarks.networks;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vigil models bench}. */
@Command(
        name = "bench",
        description =
                "Runs the default networks on the CPU's vectors, in PyTorch and in ONNX Runtime, one thread each.",
        mixinStandardHelpOptions = true)
public final class NetworksCommand implements Callable<Integer> {
    private static final int MOST = 16;
    private static final long STACK = 16L << 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--batch", split = ",", paramLabel = "N", description = "Pictures at once (${DEFAULT-VALUE}).")
    private List<Integer> batches = new ArrayList<>(List.of(1, 4, 8, 16));

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "About how long each network and batch is measured, after as long a warm-up (${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (batches.stream().anyMatch(batch -> batch < 1 || batch > MOST)) {
            throw new UserError("--batch takes numbers from 1 to " + MOST + ".");
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        boolean watched = Boolean.getBoolean("vigil.terminal");
        NetworkReport report = apart(() -> new NetworkBench(batches, seconds, step -> {
                    if (watched) {
                        err.println("vigil: " + step);
                    }
                })
                .run());
        out.print(json ? Json.line(report) + "\n" : NetworkTable.of(report));
        out.flush();
        return 0;
    }

    /** On a thread of its own: libtorch needs more stack than the first thread of a process has. */
    private static NetworkReport apart(Callable<NetworkReport> bench) throws InterruptedException {
        FutureTask<NetworkReport> task = new FutureTask<>(bench);
        new Thread(null, task, "networks", STACK).start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
