/** Cameras become frames on Kafka: one supervised worker per camera, its sessions and markers, and what one sees of it. */
@NullMarked
package dev.vigil.ingest;

import org.jspecify.annotations.NullMarked;
