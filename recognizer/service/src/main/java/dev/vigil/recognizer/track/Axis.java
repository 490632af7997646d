package dev.vigil.recognizer.track;

/**
 * One coordinate of a moving box, as a Kalman filter with constant velocity and white noise of acceleration (Bar-Shalom, Li and
 * Kirubarajan, Estimation with Applications to Tracking and Navigation, 6.3.2).
 *
 * @param value where it is
 * @param rate per second
 * @param varValue variance of the value
 * @param covariance of value and rate
 * @param varRate variance of the rate
 */
public record Axis(double value, double rate, double varValue, double covariance, double varRate) {
    /** First seen at {@code value} with that standard deviation, at an unknown rate of about {@code rateDeviation} a second. */
    static Axis first(double value, double deviation, double rateDeviation) {
        return new Axis(value, 0, deviation * deviation, 0, rateDeviation * rateDeviation);
    }

    /** Where it will be {@code seconds} later, if its acceleration has the standard deviation {@code acceleration}. */
    Axis after(double seconds, double acceleration) {
        double t = seconds;
        double q = acceleration * acceleration;
        return new Axis(
                value + rate * t,
                rate,
                varValue + 2 * t * covariance + t * t * varRate + q * t * t * t * t / 4,
                covariance + t * varRate + q * t * t * t / 2,
                varRate + q * t * t);
    }

    /** Corrected by a measurement with the standard deviation {@code deviation}. */
    Axis measured(double measurement, double deviation) {
        double s = varValue + deviation * deviation;
        double gainValue = varValue / s;
        double gainRate = covariance / s;
        double surprise = measurement - value;
        return new Axis(
                value + gainValue * surprise,
                rate + gainRate * surprise,
                (1 - gainValue) * varValue,
                (1 - gainValue) * covariance,
                varRate - gainRate * covariance);
    }
}
