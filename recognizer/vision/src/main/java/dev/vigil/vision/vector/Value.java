package dev.vigil.vision.vector;

import java.util.List;

/** What a name stands for while a network is prepared for one shape of input. */
sealed interface Value {
    /**
     * Feature maps.
     *
     * @param map where they lie
     * @param flat whether the graph has flattened them to one row for each picture
     */
    record Maps(FeatureMap map, boolean flat) implements Value {}

    /** Numbers in the order of ONNX, of a shape that is known; computed anew in every run. */
    record Plain(Slot slot, List<Long> shape) implements Value {
        /** Copies the shape. */
        public Plain {
            shape = List.copyOf(shape);
        }

        /** The numbers; another array after every run. */
        float[] numbers() {
            return slot.numbers;
        }

        int count() {
            return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
        }
    }

    /** Integers, known when preparing; {@code single} has no dimension. */
    record Integers(List<Long> values, boolean single) implements Value {
        /** Copies the values. */
        public Integers {
            values = List.copyOf(values);
        }
    }

    /** Holds what one step computes for the next. */
    final class Slot {
        float[] numbers = new float[0];
    }
}
