/**
 * Where frames come from: files, folders and network cameras behind one {@link dev.vigil.ingest.source.FrameSource}. FFmpeg
 * decodes, OpenCV scales and encodes; no native memory leaves this package.
 */
@NullMarked
package dev.vigil.ingest.source;

import org.jspecify.annotations.NullMarked;
