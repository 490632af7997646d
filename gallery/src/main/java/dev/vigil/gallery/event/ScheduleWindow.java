package dev.vigil.gallery.event;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** When the window that is open at {@code moment} began; empty where none is. Clock changes move it as the zone's clock goes. */
    public Optional<Instant> openSince(Instant moment) {
        LocalDate today = moment.atZone(zone).toLocalDate();
        return Stream.of(today, today.minusDays(1))
                .filter(day -> days.isEmpty() || days.contains(day.getDayOfWeek()))
                .filter(day -> !moment.isBefore(begin(day)) && moment.isBefore(end(day)))
                .map(this::begin)
                .findFirst();
    }

    private Instant begin(LocalDate day) {
        return day.atTime(from).atZone(zone).toInstant();
    }

    private Instant end(LocalDate day) {
        LocalDate last = to.isAfter(from) ? day : day.plusDays(1);
        return last.atTime(to).atZone(zone).toInstant();
    }
}
