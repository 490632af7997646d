package dev.vigil.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GalleryBenchTest {
    @Test
    void everyEngineIsMeasuredAndTheExactOnesAnswerAsTheScanDoes() throws InterruptedException {
        Plan plan = new Plan(List.of(300), List.of(64), Plan.ENGINES, List.of(50), 1000, 5, 0.1, 1 << 16);
        Report report = new GalleryBench(plan, step -> {}).run();

        Set<String> measured = new HashSet<>();
        for (Report.Row row : report.rows()) {
            measured.add(row.engine());
            if (Plan.GRAPHS.contains(row.engine())) {
                assertThat(row.recallAt1()).as(row.engine()).isGreaterThan(0.5);
            } else if (!row.engine()
                    .equals("blas")) { // sums in another order, so that near-equal scores may change places
                assertThat(row.exact()).as(row.engine()).isTrue();
                assertThat(row.recallAt1()).isEqualTo(1);
                assertThat(row.recallAt5()).isEqualTo(1);
            } else {
                assertThat(row.recallAt5()).isGreaterThan(0.99);
            }
        }
        assertThat(measured).containsExactlyInAnyOrderElementsOf(Plan.ENGINES);
        assertThat(report.snapshots()).singleElement().matches(Report.Snapshot::exact);
        assertThat(report.inserts()).hasSize(4).allMatch(insert -> insert.insertsPerSecond() > 0);
        JsonNode json = Json.read(Json.line(report), JsonNode.class);
        assertThat(json.get("bandwidthGBs").asDouble()).isPositive();
        assertThat(json.get("rows").get(0).fieldNames())
                .toIterable()
                .contains(
                        "engine",
                        "faces",
                        "dimension",
                        "batch",
                        "threads",
                        "p50Ms",
                        "p99Ms",
                        "queriesPerSecond",
                        "recallAt1",
                        "bytesPerFace");
        assertThat(Table.of(report)).contains("lucene ef=50").contains("inserts/s");
    }

    @Test
    void strangersSpreadAsThoseOfARealNetworkAndMatesAreFarAbove() {
        SyntheticFaces source = new SyntheticFaces(512, 1);
        Embedding one = source.face(0);
        double squares = 0;
        for (int i = 1; i <= 2000; i++) {
            double cosine = one.cosine(source.face(i));
            squares += cosine * cosine;
        }
        assertThat(Math.sqrt(squares / 2000)).isCloseTo(0.066, Offset.offset(0.01));
        Embedding mate = source.probes(1, 1).get(0);
        assertThat(mate.cosine(one)).isBetween(0.45f, 0.75f);
        assertThat(source.face(7)).isEqualTo(source.face(7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bench                            | say which: gallery",
                "bench gallery --faces 3          | --faces has 3: give 100 to 5000000.",
                "bench gallery --engines faiss    | There is no engine 'faiss': choose of vigil,",
                "bench gallery --rounds many      | Invalid value for option '--rounds'",
                "bench gallery --seconds 0        | --seconds is 0.0",
            })
    void whatIsAskedWronglyIsOneSentenceAndTwo(String line, String sentence) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(
                new PrintWriter(out), new PrintWriter(err, true), line.trim().split(" +"));
        assertThat(status).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains(sentence).hasLineCount(1);
    }
}
