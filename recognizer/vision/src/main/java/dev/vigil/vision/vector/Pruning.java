package dev.vigil.vision.vector;

import dev.vigil.vision.onnx.OnnxGraph;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes out channels that are dead: training with weight decay leaves filters whose weights have all become zero (in the default
 * embedder two channels of five). Such a channel is the same number everywhere, so that it becomes part of the bias of the 1x1
 * convolution that reads it, and what led to it is not computed. Nothing is approximated: the outputs are the same but for rounding.
 */
final class Pruning {
    /** A weight below it counts as zero: no activation that a float holds beside others makes it felt. */
    private static final float ZERO = 1e-30f;

    private final IdentityHashMap<Layer.Convolution, Layer.Convolution> instead = new IdentityHashMap<>();

    private Pruning() {}

    /** The same layers, some of them narrower. */
    static List<Layer> pruned(OnnxGraph graph, List<Layer> layers) {
        Pruning pruning = new Pruning();
        Readers readers = new Readers(graph, layers);
        for (Layer layer : layers) {
            if (layer instanceof Layer.Convolution reader && isPointwise(reader)) {
                pruning.narrow(reader, readers);
            }
        }
        List<Layer> narrower = new ArrayList<>();
        for (Layer layer : layers) {
            narrower.add(layer instanceof Layer.Convolution convolution ? pruning.now(convolution) : layer);
        }
        return narrower;
    }

    /** Whether every output pixel sees one input pixel, and no border. */
    static boolean isPointwise(Layer.Convolution layer) {
        Filter filter = layer.filter();
        return !filter.depthwise
                && !filter.wholeMap
                && filter.rows == 1
                && filter.columns == 1
                && filter.window.equals(Filter.Window.STILL);
    }

    private Layer.Convolution now(Layer.Convolution layer) {
        return instead.getOrDefault(layer, layer);
    }

    private void narrow(Layer.Convolution reader, Readers readers) {
        Layer.Convolution giver = readers.onlyFor(reader.input());
        if (giver == null || giver.filter().wholeMap) {
            return;
        }
        Layer.Convolution first = null;
        if (giver.filter().depthwise) {
            first = readers.onlyFor(giver.input());
            if (first == null || first.filter().depthwise || first.filter().wholeMap) {
                return;
            }
        }
        narrow(reader, giver, first);
    }

    private void narrow(Layer.Convolution reader, Layer.Convolution giver, Layer.@Nullable Convolution first) {
        Layer.Convolution given = now(giver);
        int[] live = live(given.filter());
        if (live.length == given.filter().outputs || live.length == 0) {
            return;
        }
        instead.put(reader, reading(now(reader), given, live));
        instead.put(giver, giving(given, live));
        if (first != null) {
            instead.put(first, giving(now(first), live));
        }
    }

    private static int[] live(Filter filter) {
        int each = filter.weights.length / filter.outputs;
        return IntStream.range(0, filter.outputs)
                .filter(o ->
                        IntStream.range(o * each, (o + 1) * each).anyMatch(i -> !(Math.abs(filter.weights[i]) < ZERO)))
                .toArray();
    }

    private static Layer.Convolution giving(Layer.Convolution layer, int... live) {
        return new Layer.Convolution(
                layer.input(), layer.filter().outputs(live), layer.epilogue().of(live), null, layer.output());
    }

    private static Layer.Convolution reading(Layer.Convolution layer, Layer.Convolution giver, int... live) {
        Filter filter = layer.filter();
        boolean[] isLive = new boolean[filter.inputs];
        for (int channel : live) {
            isLive[channel] = true;
        }
        float[] more = new float[filter.outputs];
        for (int o = 0; o < filter.outputs; o++) {
            double sum = 0;
            for (int c = 0; c < filter.inputs; c++) {
                if (!isLive[c]) {
                    sum += (double) filter.weights[o * filter.inputs + c]
                            * giver.epilogue().constant(c);
                }
            }
            more[o] = (float) sum;
        }
        return new Layer.Convolution(
                layer.input(), filter.inputs(live), layer.epilogue().shifted(more), layer.residual(), layer.output());
    }
}
