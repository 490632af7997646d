package dev.vigil.lab.clip;

import dev.vigil.vision.face.Box;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Paints the frames of a scene, and says where the faces in them are. */
final class Painter {
    /** Standard deviation of the sensor's noise, in grey levels. */
    private static final double NOISE = 2.5;
    /** A face's box is looked at on a grid of so many by so many points to tell how much of it is seen. */
    private static final int GRID = 12;

    private static final int BLUR_STEPS = 5;

    private final int width;
    private final int height;

    Painter(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** A face that was painted: its box as far as it lies in the picture, and which part of all of it can be seen. */
    record Painted(Actor actor, Box box, float visible) {}

    /**
     * One frame.
     *
     * @param pixels BGR, a copy
     * @param faces of everybody of whom something lies in the picture
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, from painter to writer
    record Frame(byte[] pixels, List<Painted> faces) {}

    private record Placed(Actor actor, Look look, Pose pose, AffineTransform transform, Box box) {}

    Frame paint(Scene scene, int frame, long noiseSeed) {
        BufferedImage canvas = Backdrop.of(scene.background(), width, height);
        Graphics2D pen = canvas.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        List<Placed> placed = place(scene, frame);
        placed.forEach(each -> draw(pen, each));
        for (Pillar pillar : scene.pillars()) {
            pen.setColor(new Color(pillar.grey(), pillar.grey(), Math.max(0, pillar.grey() - 20)));
            pen.fillRect(pillar.x(), 0, pillar.width(), height);
        }
        pen.dispose();
        byte[] pixels =
                ((DataBufferByte) canvas.getRaster().getDataBuffer()).getData().clone();
        noise(pixels, noiseSeed);
        return new Frame(pixels, faces(scene, placed));
    }

    private List<Placed> place(Scene scene, int frame) {
        List<Placed> placed = new ArrayList<>();
        for (Part part : scene.parts()) {
            Optional<Pose> pose = part.poses().apply(frame);
            pose.ifPresent(p -> placed.add(place(part, p, frame)));
        }
        return placed;
    }

    private static Placed place(Part part, Pose pose, int frame) {
        Look look = part.actor().look(part.take(), frame);
        Box face = look.face();
        double scale = pose.height() / face.height();
        AffineTransform transform = new AffineTransform();
        transform.translate(pose.x(), pose.y());
        transform.rotate(pose.tilt());
        transform.scale(scale, scale);
        transform.translate(-face.x() - face.width() / 2.0, -face.y() - face.height() / 2.0);
        float w = (float) (face.width() * scale);
        float h = (float) (face.height() * scale);
        Box box = new Box((float) pose.x() - w / 2, (float) pose.y() - h / 2, w, h);
        return new Placed(part.actor(), look, pose, transform, box);
    }

    private static void draw(Graphics2D pen, Placed placed) {
        BufferedImage lit = lit(placed.look().picture(), placed.pose().light());
        int blur = placed.pose().blur();
        if (blur == 0) {
            pen.drawImage(lit, placed.transform(), null);
            return;
        }
        for (int i = 0; i < BLUR_STEPS; i++) {
            AffineTransform moved = AffineTransform.getTranslateInstance(blur * (i / (BLUR_STEPS - 1.0) - .5), 0);
            moved.concatenate(placed.transform());
            pen.setComposite(java.awt.AlphaComposite.getInstance(java.awt.AlphaComposite.SRC_OVER, 1f / (i + 1)));
            pen.drawImage(lit, moved, null);
        }
        pen.setComposite(java.awt.AlphaComposite.SrcOver);
    }

    private static BufferedImage lit(BufferedImage picture, double light) {
        if (light == 1) {
            return picture;
        }
        BufferedImage lit = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int argb = picture.getRGB(x, y);
                int r = Math.min(255, (int) ((argb >> 16 & 0xFF) * light));
                int g = Math.min(255, (int) ((argb >> 8 & 0xFF) * light));
                int b = Math.min(255, (int) ((argb & 0xFF) * light));
                lit.setRGB(x, y, (argb & 0xFF000000) | (r << 16) | (g << 8) | b);
            }
        }
        return lit;
    }

    private static void noise(byte[] pixels, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < pixels.length; i += 3) {
            int add = (int) Math.round(random.nextGaussian() * NOISE);
            for (int c = 0; c < 3; c++) {
                pixels[i + c] = (byte) Math.max(0, Math.min(255, (pixels[i + c] & 0xFF) + add));
            }
        }
    }

    private List<Painted> faces(Scene scene, List<Placed> placed) {
        List<Painted> faces = new ArrayList<>();
        for (int i = 0; i < placed.size(); i++) {
            float visible = visible(scene, placed, i);
            if (visible > 0) {
                faces.add(
                        new Painted(placed.get(i).actor(), inside(placed.get(i).box()), visible));
            }
        }
        return faces;
    }

    /** What of a box lies in the picture: no detector sees the rest. */
    private Box inside(Box box) {
        float left = Math.max(0, box.x());
        float top = Math.max(0, box.y());
        return new Box(left, top, Math.min(width, box.right()) - left, Math.min(height, box.bottom()) - top);
    }

    private float visible(Scene scene, List<Placed> placed, int index) {
        Box box = placed.get(index).box();
        int seen = 0;
        for (int i = 0; i < GRID * GRID; i++) {
            double x = box.x() + box.width() * (i % GRID + .5) / GRID;
            int row = i / GRID;
            double y = box.y() + box.height() * (row + .5) / GRID;
            boolean inside = x >= 0 && y >= 0 && x < width && y < height;
            boolean hidden = scene.pillars().stream().anyMatch(p -> x >= p.x() && x < p.x() + p.width())
                    || placed.stream().skip(index + 1L).anyMatch(other -> covers(other, x, y));
            seen += inside && !hidden ? 1 : 0;
        }
        return (float) seen / (GRID * GRID);
    }

    /** Whether the other's picture is opaque there. */
    private static boolean covers(Placed other, double x, double y) {
        try {
            Point2D at = other.transform().inverseTransform(new Point2D.Double(x, y), null);
            BufferedImage picture = other.look().picture();
            int px = (int) Math.floor(at.getX());
            int py = (int) Math.floor(at.getY());
            boolean inside = px >= 0 && py >= 0 && px < picture.getWidth() && py < picture.getHeight();
            return inside && picture.getRGB(px, py) >>> 24 > 127;
        } catch (java.awt.geom.NoninvertibleTransformException e) {
            throw new IllegalStateException(e);
        }
    }
}
