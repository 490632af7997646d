package dev.vigil.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis of a plot.
 *
 * @param title below or beside it
 * @param from where it begins
 * @param to where it ends, over {@code from}
 * @param logarithmic whether decades are as wide as each other; then {@code from} is over 0
 */
public record Axis(String title, double from, double to, boolean logarithmic) {
    /** Refuses an axis without a length. */
    public Axis {
        if (!(to > from && (from > 0 || !logarithmic))) {
            throw new IllegalArgumentException("An axis can't go from " + from + " to " + to + ".");
        }
    }

    /** In steps as wide as each other. */
    public static Axis linear(String title, double from, double to) {
        return new Axis(title, from, to, false);
    }

    /** In decades. */
    public static Axis decades(String title, double from, double to) {
        return new Axis(title, from, to, true);
    }

    /** Where a value lies, in [0, 1] from start to end; values beyond either lie on it. */
    double place(double value) {
        double inside = Math.min(to, Math.max(from, value));
        return logarithmic ? Math.log(inside / from) / Math.log(to / from) : (inside - from) / (to - from);
    }

    /** Where lines are drawn across: at round values. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            for (int power = (int) Math.ceil(Math.log10(from) - 1e-9); power <= Math.log10(to) + 1e-9; power++) {
                ticks.add(Math.pow(10, power));
            }
            return ticks;
        }
        double step = step((to - from) / 5);
        for (double tick = Math.ceil(from / step - 1e-9) * step; tick <= to + step * 1e-6; tick += step) {
            ticks.add(tick);
        }
        return ticks;
    }

    /** One, two or five of a decade, not under {@code least}. */
    private static double step(double least) {
        double decade = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (decade * factor >= least * (1 - 1e-9)) {
                return decade * factor;
            }
        }
        return 10 * decade;
    }

    /** A value in few digits. */
    static String label(double value) {
        if (Math.abs(value) < 1e-12) {
            return "0";
        }
        if (Math.abs(value) < 1e-3) {
            int power = (int) Math.floor(Math.log10(Math.abs(value)) + 1e-9);
            double digit = value / Math.pow(10, power);
            return (Math.abs(digit - 1) < 1e-6 ? "" : String.format(Locale.ROOT, "%.0f·", digit)) + "10"
                    + superscript(power);
        }
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    private static String superscript(int power) {
        StringBuilder text = new StringBuilder();
        for (char c : Integer.toString(power).toCharArray()) {
            text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
        }
        return text.toString();
    }
}
