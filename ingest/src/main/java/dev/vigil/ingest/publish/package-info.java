/**
 * The way of frames and markers to Kafka: a bounded lane per camera in front of one idempotent producer, and the bound on how far
 * ingest may run ahead of the group that reads.
 */
@NullMarked
package dev.vigil.ingest.publish;

import org.jspecify.annotations.NullMarked;
