package dev.vigil.ingest.source;

import dev.vigil.ingest.event.FrameClock;
import dev.vigil.runtime.tls.TlsFault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * A network camera that sends JPEGs by HTTP: many in one answer ({@code multipart/x-mixed-replace}, "MJPEG"), or one, which is
 * then asked for again and again at the wanted rate. Its frames bear the time of reading.
 */
final class HttpPictureSource implements FrameSource {
    private final SourceSettings settings;
    private final HttpAsker asker;
    private final JpegEncoder encoder;
    private final GreyPictures greys;
    private final CountDownLatch aborted = new CountDownLatch(1);
    private final long every;
    private JpegCutter stream;
    private boolean single;
    private long openedAt;
    private long askedAt;
    private JpegCutter.Cut.@Nullable Whole current;
    private @Nullable Mat picture;

    HttpPictureSource(SourceAddress.Http address, SourceSettings settings) {
        this.settings = settings;
        this.asker = new HttpAsker(address, settings);
        this.encoder = new JpegEncoder(settings.picture());
        this.greys = new GreyPictures(settings.picture());
        this.every = Math.round(1e9 / settings.rate());
        this.stream = new JpegCutter(java.io.InputStream.nullInputStream());
    }

    @Override
    public void open() {
        try {
            single = asker.open();
        } catch (IOException e) {
            throw new SourceException(
                    asker.who() + " can't be reached: " + reason(e, settings.connectTimeout()) + ".", e);
        }
        stream = new JpegCutter(asker.body());
        openedAt = System.nanoTime();
        askedAt = openedAt;
    }

    @Override
    public SourceStep next() {
        release();
        try {
            if (single && current != null) {
                askAgain();
            }
            asker.allow(settings.silence());
            JpegCutter.Cut cut = aborted.getCount() == 0 ? null : stream.next();
            if (cut == null) {
                return lost(single ? "it gives no JPEG" : "it ended its stream");
            }
            return frame(cut);
        } catch (IOException e) {
            return lost(reason(e, settings.silence()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lost("");
        }
    }

    private SourceStep frame(JpegCutter.Cut cut) {
        Duration at = Duration.ofNanos(System.nanoTime() - openedAt);
        if (cut instanceof JpegCutter.Cut.Whole whole) {
            current = whole;
            return SourceStep.Frame.whole(at);
        }
        return new SourceStep.Frame(at, true, true, null);
    }

    /** Of a camera that gives one picture a request: the next, when it is due. */
    private void askAgain() throws IOException, InterruptedException {
        long wait = askedAt + every - System.nanoTime();
        if (aborted.await(Math.max(0, wait), TimeUnit.NANOSECONDS)) {
            return;
        }
        askedAt = System.nanoTime();
        asker.again();
        stream = new JpegCutter(asker.body());
    }

    private SourceStep lost(String why) {
        String reason = aborted.getCount() == 0 ? "the reading was stopped" : why;
        return new SourceStep.Lost(asker.who() + " broke off: " + reason + ".");
    }

    private static String reason(IOException e, Duration time) {
        Optional<TlsFault> fault = TlsFault.of(e);
        if (fault.isPresent()) {
            return switch (fault.get()) {
                case UNTRUSTED ->
                    "its certificate is not trusted; ingest.ca in the configuration can name who signed it";
                case OTHER_NAME -> "its certificate is for another name";
                case OUT_OF_DATE -> "its certificate is not valid any more, or not yet";
                case NOT_TLS -> "it speaks no TLS there: write http:// instead";
                case OTHER -> "TLS failed";
            };
        } else if (e instanceof SocketTimeoutException) {
            return "no picture came for " + LiveVideoSource.seconds(time);
        } else if (e instanceof ConnectException) {
            return "nothing listens there";
        }
        return String.valueOf(e.getMessage());
    }

    @Override
    public Jpeg encode() {
        return encoder.encode(decoded(), Orientation.UPRIGHT, 1);
    }

    @Override
    public GreyPicture small() {
        return greys.of(decoded(), Orientation.UPRIGHT);
    }

    @Override
    public long fingerprint() {
        CRC32 sum = new CRC32();
        sum.update(whole().bytes());
        return sum.getValue();
    }

    @Override
    public SourceDescription describe() {
        return new SourceDescription("mjpeg", whole().width(), whole().height());
    }

    /** Decoded when it is wanted: frames that are thinned out cost nothing. */
    private Mat decoded() {
        if (picture == null) {
            picture = PictureReader.jpeg(
                            whole().bytes(),
                            whole().width(),
                            whole().height(),
                            settings.picture().wholeWidth())
                    .orElseThrow(() -> new SourceException(asker.who() + " sends JPEGs that can't be decoded."));
        }
        return picture;
    }

    private JpegCutter.Cut.Whole whole() {
        if (current == null) {
            throw new IllegalStateException("There is no picture at hand.");
        }
        return current;
    }

    @Override
    public FrameClock clock() {
        return FrameClock.READING;
    }

    @Override
    public void abort() {
        aborted.countDown();
        asker.close();
    }

    private void release() {
        if (picture != null) {
            picture.close();
            picture = null;
        }
    }

    @Override
    public void close() {
        release();
        asker.close();
        encoder.close();
        greys.close();
    }
}
