package dev.vigil.gallery.event;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/**
 * A time of the week.
 *
 * @param days on which it begins; empty for every day
 * @param from the first minute
 * @param to the minute after the last; where it is not after {@code from} it is the next day's
 * @param zone whose clock, as {@code Europe/Berlin}
 */
public record ScheduleWindow(List<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    /** Copies the days; days that are left out are all. */
    public ScheduleWindow {
        days = days == null ? List.of() : List.copyOf(days);
    }
}
