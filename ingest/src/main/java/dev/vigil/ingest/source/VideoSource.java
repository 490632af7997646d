package dev.vigil.ingest.source;

import dev.vigil.ingest.event.FrameClock;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is decoded by FFmpeg: video files, network cameras, devices. */
abstract sealed class VideoSource implements FrameSource permits VideoFileSource, LiveVideoSource {
    private final ReadDeadline deadline = new ReadDeadline();
    private final JpegEncoder encoder;
    private final BgrConverter converter;
    private final GreyPictures greys;
    private final FrameFingerprint fingerprint = new FrameFingerprint();
    private final Hardware hardware;
    private @Nullable VideoDecoder decoder;
    private Orientation orientation = Orientation.UPRIGHT;

    VideoSource(SourceSettings settings) {
        NativePixels.load();
        encoder = new JpegEncoder(settings.picture());
        converter = new BgrConverter();
        greys = new GreyPictures(settings.picture());
        hardware = settings.hardware();
    }

    /** Opens the decoder once. */
    final void connect(byte[] url, @Nullable String format, Map<String, String> options, boolean lowDelay) {
        VideoDecoder opened =
                VideoDecoder.open(url, format, options, new VideoDecoder.Manner(lowDelay, hardware), deadline);
        decoder = opened;
        orientation = opened.orientation();
    }

    /** A path as the C library wants it: in the encoding that Java itself opens files with. */
    static byte[] url(Path file) {
        String encoding = System.getProperty("sun.jnu.encoding");
        Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        return file.toAbsolutePath().toString().getBytes(charset);
    }

    final VideoDecoder decoder() {
        if (decoder == null) {
            throw new IllegalStateException("The source is not open.");
        }
        return decoder;
    }

    final void allow(Duration time) {
        deadline.allow(time);
    }

    final boolean aborted() {
        return deadline.aborted();
    }

    @Override
    public final GreyPicture small() {
        return greys.of(converter.convert(decoder().frame()), orientation);
    }

    @Override
    public final long fingerprint() {
        return fingerprint.of(decoder().frame());
    }

    @Override
    public final SourceDescription describe() {
        var frame = decoder().frame();
        boolean turned = orientation.transpose();
        return new SourceDescription(
                decoder().codecName(),
                turned ? frame.height() : frame.width(),
                turned ? frame.width() : frame.height());
    }

    @Override
    public final Jpeg encode() {
        var frame = decoder().frame();
        var ratio = frame.sample_aspect_ratio();
        boolean square = ratio.num() <= 0 || ratio.den() <= 0;
        double aspect = square ? 1 : (double) ratio.num() / ratio.den();
        return encoder.encode(converter.convert(frame), orientation, plausible(aspect));
    }

    /** Wrong headers claim wild aspects; real ones lie well within a factor of two. */
    private static double plausible(double aspect) {
        return aspect >= 0.5 && aspect <= 2 ? aspect : 1;
    }

    @Override
    public abstract FrameClock clock();

    @Override
    public final void abort() {
        deadline.abort();
    }

    @Override
    public final void close() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
        deadline.close();
        converter.close();
        greys.close();
        encoder.close();
    }
}
