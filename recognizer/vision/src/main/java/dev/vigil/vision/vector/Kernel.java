package dev.vigil.vision.vector;

/** A convolution over one arrangement of its input, its weights packed. Threads share it. */
interface Kernel {
    /**
     * Computes whole rows of the output: its pixels from {@code first} up to {@code last}. It may touch up to three neighbouring
     * pixels as {@link Loops} says.
     */
    void run(Passage passage, int first, int last);

    /** Floats of a window that it gathers. */
    default int depth() {
        return 0;
    }

    /** How many windows it gathers at a time; 0 where it reads its input as it lies. */
    default int windows() {
        return 0;
    }
}
