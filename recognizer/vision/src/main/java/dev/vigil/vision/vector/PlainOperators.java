package dev.vigil.vision.vector;

import dev.vigil.vision.onnx.OnnxException;
import dev.vigil.vision.onnx.OnnxNode;
import java.util.ArrayList;
import java.util.List;

/** What a network does to its few numbers at the end: shapes, joining, softmax. */
final class PlainOperators {
    private PlainOperators() {}

    /** The shape that a {@code Reshape} means; where the file has frozen its batch into it, the input's own takes its place. */
    static List<Long> shape(List<Long> wanted, List<Long> before, int batch, long declared) {
        long count = before.stream().reduce(1L, Math::multiplyExact);
        List<Long> shape = new ArrayList<>();
        long known = 1;
        for (int i = 0; i < wanted.size(); i++) {
            long size = wanted.get(i) == 0 ? before.get(i) : wanted.get(i);
            size = i == 0 && declared > 0 && size == declared ? batch : size;
            shape.add(size);
            known *= size < 0 ? 1 : size;
        }
        long rest = known == 0 ? 0 : count / known;
        shape.replaceAll(size -> size < 0 ? rest : size);
        if (shape.stream().reduce(1L, Math::multiplyExact) != count) {
            throw new OnnxException("a shape " + wanted + " does not hold " + before);
        }
        return shape;
    }

    static Value joined(OnnxNode node, List<Value.Plain> parts, List<Runnable> steps) {
        List<Long> shape = new ArrayList<>(parts.get(0).shape());
        int axis = axis(node, 1, shape.size());
        shape.set(axis, parts.stream().mapToLong(part -> part.shape().get(axis)).sum());
        int outer = Math.toIntExact(shape.subList(0, axis).stream().reduce(1L, Math::multiplyExact));
        Value.Plain result = new Value.Plain(new Value.Slot(), shape);
        steps.add(() -> {
            float[] all = new float[result.count()];
            int to = 0;
            for (int o = 0; o < outer; o++) {
                for (Value.Plain part : parts) {
                    int length = part.count() / outer;
                    System.arraycopy(part.numbers(), o * length, all, to, length);
                    to += length;
                }
            }
            result.slot().numbers = all;
        });
        return result;
    }

    /** {@code 1 / (1 + exp(-x))}. */
    static Value sigmoid(Value.Plain input, List<Runnable> steps) {
        Value.Plain result = new Value.Plain(new Value.Slot(), input.shape());
        steps.add(() -> {
            float[] numbers = input.numbers().clone();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) (1 / (1 + Math.exp(-numbers[i])));
            }
            result.slot().numbers = numbers;
        });
        return result;
    }

    /** Over the last dimension. */
    static Value softmax(OnnxNode node, long opset, Value.Plain input, List<Runnable> steps) {
        int rank = input.shape().size();
        if (axis(node, opset < 13 ? 1 : -1, rank) != rank - 1) {
            throw Preparation.unknown(node);
        }
        int length = Math.toIntExact(input.shape().get(rank - 1));
        Value.Plain result = new Value.Plain(new Value.Slot(), input.shape());
        steps.add(() -> {
            float[] numbers = input.numbers().clone();
            for (int begin = 0; begin < numbers.length; begin += length) {
                softmax(numbers, begin, begin + length);
            }
            result.slot().numbers = numbers;
        });
        return result;
    }

    private static void softmax(float[] numbers, int begin, int end) {
        if (end == begin + 2) { // one exponential is enough
            boolean first = numbers[begin] >= numbers[begin + 1];
            float less = (float) Math.exp(-Math.abs(numbers[begin] - numbers[begin + 1]));
            float larger = 1 / (1 + less);
            float smaller = less / (1 + less);
            numbers[begin] = first ? larger : smaller;
            numbers[begin + 1] = first ? smaller : larger;
            return;
        }
        float most = Float.NEGATIVE_INFINITY;
        for (int i = begin; i < end; i++) {
            most = Math.max(most, numbers[i]);
        }
        float sum = 0;
        for (int i = begin; i < end; i++) {
            numbers[i] = (float) Math.exp(numbers[i] - most);
            sum += numbers[i];
        }
        for (int i = begin; i < end; i++) {
            numbers[i] /= sum;
        }
    }

    private static int axis(OnnxNode node, long otherwise, int rank) {
        long axis = node.whole("axis", otherwise);
        return Math.toIntExact(axis < 0 ? axis + rank : axis);
    }
}
