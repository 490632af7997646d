package dev.vigil.vision.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a network is for. */
public enum Task {
    /** Finds faces in a picture. */
    @JsonProperty("detection")
    DETECTION,
    /** Finds the points of one face. */
    @JsonProperty("landmarks")
    LANDMARKS,
    /** Turns one aligned face into a vector. */
    @JsonProperty("embedding")
    EMBEDDING,
    /** Says whether a face is there, or a picture of one. */
    @JsonProperty("liveness")
    LIVENESS,
    /** Anything else. */
    @JsonProperty("other")
    OTHER
}
