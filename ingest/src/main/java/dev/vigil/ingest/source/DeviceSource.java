package dev.vigil.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.util.Map;
import org.bytedeco.ffmpeg.global.avdevice;

/** A camera at this machine, by Video4Linux2. */
final class DeviceSource extends LiveVideoSource {
    private final SourceAddress.Device address;
    private final SourceSettings settings;

    DeviceSource(SourceAddress.Device address, SourceSettings settings) {
        super(settings);
        this.address = address;
        this.settings = settings;
    }

    @Override
    public void open() {
        if (!Files.isReadable(address.path())) {
            String what = Files.exists(address.path())
                    ? "may not be read by this user: it must be in the group that owns it, mostly 'video'."
                    : "does not exist.";
            throw new SourceException("The device " + address.path() + " " + what);
        }
        try {
            avdevice.avdevice_register_all();
        } catch (LinkageError e) { // its libraries of sound and screens may be missing in a small image
            throw new SourceException("FFmpeg's devices can't be used on this machine: " + e.getMessage() + ".", e);
        }
        allow(settings.connectTimeout());
        try {
            connect(address.path().toString().getBytes(UTF_8), "video4linux2", Map.of("timestamps", "default"), true);
        } catch (VideoDecoder.DecodeException e) {
            throw new SourceException(who() + " gives no pictures: " + e.reason() + ".", e);
        }
        opened();
    }

    @Override
    String who() {
        return "The device " + address.path();
    }
}
