package dev.vigil.vision.model;

/** What the channels of a network's input are. */
public enum ColourOrder {
    /** Three channels: red, green, blue. */
    RGB,
    /** Three channels: blue, green, red. */
    BGR,
    /** One channel. */
    GREY;

    /** How many channels the input has. */
    public int channels() {
        return this == GREY ? 1 : 3;
    }
}
