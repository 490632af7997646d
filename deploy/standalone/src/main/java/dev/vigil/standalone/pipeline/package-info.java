/**
 * {@code vigil bench pipeline}: the recognizer in processes of its own on an embedded Kafka, beside a loop over the same pictures
 * without Kafka.
 */
@NullMarked
package dev.vigil.standalone.pipeline;

import org.jspecify.annotations.NullMarked;
