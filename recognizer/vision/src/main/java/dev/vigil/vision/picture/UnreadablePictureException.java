package dev.vigil.vision.picture;

/**
 * Bytes that can't be made into a picture: no picture at all, cut off, damaged, of an unsupported format, or larger than is
 * read. The message is one sentence that says which, and what to do; it holds nothing of the picture.
 */
public final class UnreadablePictureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the sentence to show. */
    public UnreadablePictureException(String sentence) {
        super(sentence);
    }

    /** With the sentence to show, and what the decoder said. */
    public UnreadablePictureException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** The sentence to show. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    static UnreadablePictureException cutOff(String format) {
        return new UnreadablePictureException("The " + format + " is cut off before its end: use the whole file.");
    }

    static UnreadablePictureException damaged(String format) {
        return new UnreadablePictureException("The " + format + " is damaged: use another copy of it.");
    }
}
