package dev.vigil.vision.picture;

import dev.vigil.vision.model.ColourOrder;
import dev.vigil.vision.model.ModelCard;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The native memory that a network reads its input from, {@code float32[slots, channels, height, width]}, and how pixels become
 * its numbers: {@code (pixel * scale - mean) / std}, as the model's card says. It and its scratch memory are used again for every
 * picture. For one thread.
 */
public final class NetworkInput implements AutoCloseable {
    private final ModelCard.Input card;
    private final int width;
    private final int height;
    private final int slots;
    private final double scale;
    private final FloatPointer memory;
    private final ByteBuffer bytes;
    private final List<Mat> planes = new ArrayList<>();
    private final Mat canvas;
    private final Mat grey = new Mat();
    private final MatVector channels = new MatVector(3);
    private final Scalar black = new Scalar(0, 0, 0, 0);
    private final Size size;
    private boolean closed;

    /**
     * Memory for {@code slots} pictures of {@code width x height}.
     *
     * @param card what the network wants; its own width and height are not looked at
     */
    public NetworkInput(ModelCard.Input card, int width, int height, int slots) {
        OpenCv.ready();
        this.card = card;
        this.width = width;
        this.height = height;
        this.slots = slots;
        this.scale = card.scale() == null ? 1 : card.scale();
        int count = Math.multiplyExact(slots * card.colour().channels(), Math.multiplyExact(width, height));
        memory = new FloatPointer((long) count);
        // JavaCPP hands out views in native order; the memory stays with the pointer.
        bytes = memory.asByteBuffer();
        for (int i = 0; i < slots * card.colour().channels(); i++) {
            planes.add(planeAt((long) i * width * height));
        }
        canvas = new Mat(height, width, opencv_core.CV_8UC3, black);
        size = new Size(width, height);
    }

    /** The numbers, direct and in native order; valid until this is closed. */
    public ByteBuffer bytes() {
        if (closed) {
            throw new IllegalStateException("The network's input is closed.");
        }
        return bytes;
    }

    /** How many pictures fit. */
    public int slots() {
        return slots;
    }

    /** Writes the whole picture into a slot, scaled to fit by linear interpolation; the rest is black. */
    public Fit letterbox(Picture picture, int slot) {
        return letterbox(picture.mat(), slot);
    }

    /** Writes a region of the picture into a slot, scaled to fit by linear interpolation; the rest is black. */
    public Fit letterbox(Picture picture, Region region, int slot) {
        try (Rect rectangle = new Rect(region.x(), region.y(), region.width(), region.height());
                Mat part = picture.mat().apply(rectangle)) {
            return letterbox(part, slot);
        }
    }

    private Fit letterbox(Mat pixels, int slot) {
        Fit fit = Fit.of(pixels.cols(), pixels.rows(), width, height);
        try (Rect inside = new Rect(0, 0, fit.width(), fit.height());
                Size scaled = new Size(fit.width(), fit.height());
                Mat target = canvas.apply(inside)) {
            if (fit.width() < width || fit.height() < height) {
                canvas.put(black);
            }
            opencv_imgproc.resize(pixels, target, scaled, 0, 0, opencv_imgproc.INTER_LINEAR);
        }
        write(slot);
        return fit;
    }

    /** Writes a region of the picture into a slot, stretched by linear interpolation. */
    public void stretch(Picture picture, Region region, int slot) {
        try (Rect rectangle = new Rect(region.x(), region.y(), region.width(), region.height());
                Mat part = picture.mat().apply(rectangle)) {
            opencv_imgproc.resize(part, canvas, size, 0, 0, opencv_imgproc.INTER_LINEAR);
        }
        write(slot);
    }

    /**
     * Writes pixels of exactly this size into a slot.
     *
     * @param bgr {@code height * width * 3} bytes, row by row, blue first
     */
    public void put(byte[] bgr, int slot) {
        if (bgr.length != width * height * 3) {
            throw new IllegalArgumentException(
                    "The network wants " + width + "x" + height + " pixels, not " + bgr.length + " bytes.");
        }
        canvas.data().put(bgr);
        write(slot);
    }

    /**
     * Writes a square of pixels into a slot: as it is where the network wants that size, else its middle of the network's shape,
     * as large as fits, scaled by linear interpolation.
     *
     * @param bgr {@code side * side * 3} bytes, row by row, blue first
     */
    public void putSquare(byte[] bgr, int side, int slot) {
        if (width == side && height == side) {
            put(bgr, slot);
            return;
        }
        if (bgr.length != side * side * 3) {
            throw new IllegalArgumentException(
                    "A square of " + side + " pixels has " + side * side * 3 + " bytes, not " + bgr.length + ".");
        }
        int wide = Math.max(1, Math.round(side * Math.min(1, (float) width / height)));
        int high = Math.max(1, Math.round(side * Math.min(1, (float) height / width)));
        try (BytePointer pixels = new BytePointer(bgr);
                Mat square = new Mat(side, side, opencv_core.CV_8UC3, pixels);
                Rect middle = new Rect((side - wide) / 2, (side - high) / 2, wide, high);
                Mat part = square.apply(middle)) {
            opencv_imgproc.resize(part, canvas, size, 0, 0, opencv_imgproc.INTER_LINEAR);
        }
        write(slot);
    }

    /**
     * Writes a part of a square of pixels into a slot, by linear interpolation; black where it reaches over the square's edge.
     *
     * @param bgr {@code side * side * 3} bytes, row by row, blue first
     * @param part in pixels of the square
     */
    public void putPart(byte[] bgr, int side, ModelCard.Square part, int slot) {
        double zoom = width / (double) part.side();
        try (BytePointer pixels = new BytePointer(bgr);
                Mat square = new Mat(side, side, opencv_core.CV_8UC3, pixels);
                Mat matrix = new Mat(2, 3, opencv_core.CV_64FC1);
                DoublePointer numbers = new DoublePointer(matrix.data())) {
            numbers.put(zoom, 0, -zoom * part.left(), 0, zoom, -zoom * part.top());
            opencv_imgproc.warpAffine(
                    square, canvas, matrix, size, opencv_imgproc.INTER_LINEAR, opencv_core.BORDER_CONSTANT, black);
        }
        write(slot);
    }

    /** The canvas becomes the numbers of a slot. */
    private void write(int slot) {
        if (card.colour() == ColourOrder.GREY) {
            opencv_imgproc.cvtColor(canvas, grey, opencv_imgproc.COLOR_BGR2GRAY);
            convert(grey, slot, 0);
            return;
        }
        opencv_core.split(canvas, channels);
        for (int c = 0; c < 3; c++) {
            try (Mat channel = channels.get(c)) {
                convert(channel, slot, card.colour() == ColourOrder.BGR ? c : 2 - c);
            }
        }
    }

    private void convert(Mat channel, int slot, int plane) {
        double std = card.std().get(plane);
        double mean = card.mean().get(plane);
        Mat target = planes.get(slot * card.colour().channels() + plane);
        channel.convertTo(target, opencv_core.CV_32F, scale / std, -mean / std);
    }

    /** A view: it shares the memory's deallocator, so that closing the pointer here would free everything. */
    private Mat planeAt(long firstFloat) {
        FloatPointer start = memory.getPointer(firstFloat);
        return new Mat(height, width, opencv_core.CV_32FC1, start);
    }

    /** Frees the memory; closing twice does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        planes.forEach(Mat::close);
        channels.close();
        canvas.close();
        grey.close();
        black.close();
        size.close();
        memory.close();
    }
}
