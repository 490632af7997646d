package dev.vigil.standalone.chaos;

/**
 * Something that must never be.
 *
 * @param rule which rule is broken
 * @param what in one sentence, with the evidence
 */
public record Violation(String rule, String what) {}
