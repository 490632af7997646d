package dev.vigil.benchmarks.networks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.runtime.json.Json;
import dev.vigil.vision.model.Catalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole benchmark, as short as it gets: the engines agree, and see the three people. */
final class NetworkBenchIT {
    @Test
    void everyEngineGivesTheNumbersOfOnnxRuntime() {
        NetworkReport report = new NetworkBench(List.of(2), .02, step -> {}).run();
        assertThat(report.rows()).hasSize(Catalogue.DEFAULT.size() * 3).allSatisfy(row -> {
            assertThat(row.apart()).as("%s in %s", row.network(), row.engine()).isLessThan(1e-4);
            assertThat(row.gflops()).isPositive();
        });
        assertThat(report.chains())
                .hasSize(3)
                .allSatisfy(chain -> assertThat(chain.faces()).isEqualTo(3));
        assertThat(report.peakGflops()).isPositive();
        assertThat(NetworkTable.of(report)).contains("vectors", "PyTorch", "ONNX Runtime", "3 faces");
        assertThat(Json.line(report)).contains("timesOnnxRuntime");
    }
}
