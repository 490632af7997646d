package dev.vigil.gallery.seal;

/** The key-encryption key that the topic needs is not at hand: the gallery can't go on. The message is one sentence for people. */
public final class KeyMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyMissingException(String sentence) {
        super(sentence);
    }
}
