/**
 * Recognitions and alerts of Vigil, read from Kafka as typed records: {@link dev.vigil.client.EventReader}. It goes by the published
 * documents of the events alone, and knows nothing of the program that writes them.
 */
@NullMarked
package dev.vigil.client;

import org.jspecify.annotations.NullMarked;
