package dev.vigil.ingest.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Chooses the source for an address. */
public final class FrameSources {
    private FrameSources() {}

    /**
     * A new connection to {@code address}, not open yet. What lies at a path is looked at now: a folder or a picture is a source
     * of pictures, everything else must be a video.
     */
    public static FrameSource create(SourceAddress address, SourceSettings settings) {
        if (address instanceof SourceAddress.Rtsp rtsp) {
            return new RtspSource(rtsp, settings);
        } else if (address instanceof SourceAddress.Http http) {
            return new HttpPictureSource(http, settings);
        } else if (address instanceof SourceAddress.Device device) {
            return new DeviceSource(device, settings);
        }
        Path path = ((SourceAddress.Local) address).path();
        return pictures(path) ? new PictureFolderSource(path, settings) : new VideoFileSource(path, settings);
    }

    /** Whether the path holds pictures, each a scene of its own, and not a video. */
    public static boolean pictures(Path path) {
        if (!Files.isRegularFile(path)) {
            return Files.isDirectory(path);
        }
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".mjpeg") || name.endsWith(".mjpg")) {
            return false; // starts like a picture, and is many
        }
        try {
            return PictureHeader.kindOf(path).isPresent();
        } catch (IOException e) {
            return false; // opening it will say what is wrong
        }
    }
}
