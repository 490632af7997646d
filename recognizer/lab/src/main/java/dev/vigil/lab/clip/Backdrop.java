package dev.vigil.lab.clip;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/** A room without anybody: a wall in two tones, with rectangles on it, all from a seed. */
final class Backdrop {
    private static final int THINGS = 14;

    private Backdrop() {}

    static BufferedImage of(long seed, int width, int height) {
        Random random = new Random(seed * 2_654_435_761L + 17);
        BufferedImage room = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D pen = room.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, colour(random), width, height, colour(random)));
        pen.fillRect(0, 0, width, height);
        for (int i = 0; i < THINGS; i++) {
            pen.setPaint(colour(random));
            int w = 10 + random.nextInt(width / 4);
            int h = 10 + random.nextInt(height / 3);
            pen.fillRect(random.nextInt(width) - w / 2, random.nextInt(height) - h / 2, w, h);
        }
        pen.dispose();
        return room;
    }

    private static Color colour(Random random) {
        return new Color(40 + random.nextInt(160), 40 + random.nextInt(160), 40 + random.nextInt(160));
    }
}
