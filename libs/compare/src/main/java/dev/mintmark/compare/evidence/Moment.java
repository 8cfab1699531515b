package dev.mintmark.compare.evidence;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A date and time in a text.
 *
 * @param local as written
 * @param offset null where none is written, or a zone's name
 */
record Moment(LocalDateTime local, @Nullable ZoneOffset offset) {
  private static final String CLOCK = "(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?";
  private static final String ZONE = "(Z|[+-]\\d\\d:?\\d\\d|[A-Z]{2,5})";
  private static final String MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";
  private static final String DAYS = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
  private static final Pattern ISO =
      Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)(?:[T ]" + CLOCK + " ?" + ZONE + "?)?");
  private static final Pattern UNIX =
      Pattern.compile(
          DAYS + " (" + MONTHS + ") +(\\d{1,2}) " + CLOCK + "(?: " + ZONE + ")? (\\d{4})");
  private static final Pattern MAIL =
      Pattern.compile(
          "(?:"
              + DAYS
              + ", )?(\\d{1,2}) ("
              + MONTHS
              + ") (\\d{4}) "
              + CLOCK
              + "(?: "
              + ZONE
              + ")?");

  /** Any form, as a token of a text. */
  static final Pattern ANY =
      Pattern.compile("(?<!\\d)(?:" + ISO + "|" + UNIX + "|" + MAIL + ")(?!\\d)");

  private static final List<String> MONTH_LIST = List.of(MONTHS.split("\\|"));
  private static final Duration QUARTER = Duration.ofMinutes(15);
  // From UTC-12 to UTC+14.
  private static final Duration FARTHEST = Duration.ofHours(26);

  static Optional<Moment> parse(String text) {
    try {
      Matcher iso = ISO.matcher(text);
      if (iso.matches()) {
        int month = Integer.parseInt(iso.group(2));
        return Optional.of(moment(iso, iso.group(1), month, iso.group(3), 4, iso.group(8)));
      }
      Matcher unix = UNIX.matcher(text);
      if (unix.matches()) {
        int month = MONTH_LIST.indexOf(unix.group(1)) + 1;
        return Optional.of(moment(unix, unix.group(8), month, unix.group(2), 3, unix.group(7)));
      }
      Matcher mail = MAIL.matcher(text);
      if (mail.matches()) {
        int month = MONTH_LIST.indexOf(mail.group(2)) + 1;
        return Optional.of(moment(mail, mail.group(3), month, mail.group(1), 4, mail.group(8)));
      }
      return Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Moment moment(
      Matcher found, String year, int month, String day, int clock, @Nullable String zone) {
    String fraction = found.group(clock + 3);
    LocalDateTime local =
        LocalDateTime.of(
            Integer.parseInt(year),
            month,
            Integer.parseInt(day),
            number(found.group(clock)),
            number(found.group(clock + 1)),
            number(found.group(clock + 2)),
            fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9)));
    return new Moment(local, zone == null ? null : offset(zone));
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static @Nullable ZoneOffset offset(String zone) {
    if (zone.equals("Z") || zone.equals("UTC") || zone.equals("GMT")) {
      return ZoneOffset.UTC;
    }
    return zone.startsWith("+") || zone.startsWith("-") ? ZoneOffset.of(zone) : null;
  }

  /** Whether another time zone explains that the two texts differ. */
  boolean isOtherZone(Moment other) {
    ZoneOffset mine = offset;
    ZoneOffset theirs = other.offset;
    if (mine == null || theirs == null) {
      return isZoneApart(Duration.between(local, other.local));
    }
    return isZoneApart(Duration.between(local.toInstant(mine), other.local.toInstant(theirs)))
        || local.equals(other.local);
  }

  /** Whether it is no time at all, or as far as zones are from each other. */
  static boolean isZoneApart(Duration duration) {
    Duration apart = duration.abs();
    return apart.compareTo(FARTHEST) <= 0
        && apart.toMillis() % QUARTER.toMillis() == 0
        && apart.getNano() % 1_000_000 == 0;
  }
}
