package dev.vigil.gallery.enrolment;

/** What becomes of a face about which something is odd. */
public enum Policy {
    /** It is enrolled, and nobody looks whether it is odd. */
    ACCEPT,
    /** It is enrolled, and the answer says what is odd. */
    WARN,
    /** It is not enrolled. */
    REFUSE
}
