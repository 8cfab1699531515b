package dev.mintmark.compare.evidence;

import dev.mintmark.compare.difference.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times and time zones. */
final class TimeEvidence {
  private static final Pattern EPOCH = Pattern.compile("\\d{10}(\\d{3})?");
  private static final Pattern NAME = Pattern.compile("time|date|epoch|created|stamp|modified");

  private TimeEvidence() {}

  static Optional<Cause> of(String hint, String recorded, String rebuilt) {
    if (EPOCH.matcher(recorded).matches() && EPOCH.matcher(rebuilt).matches()) {
      return epoch(hint, recorded, rebuilt);
    }
    return Tokens.differing(Moment.ANY, recorded, rebuilt).flatMap(TimeEvidence::moments);
  }

  private static Optional<Cause> epoch(String hint, String recorded, String rebuilt) {
    if (recorded.length() != rebuilt.length()
        || !NAME.matcher(hint.toLowerCase(Locale.ROOT)).find()) {
      return Optional.empty();
    }
    long apart = Long.parseLong(recorded) - Long.parseLong(rebuilt);
    Duration duration =
        recorded.length() == 10 ? Duration.ofSeconds(apart) : Duration.ofMillis(apart);
    return Optional.of(Moment.isZoneApart(duration) ? Cause.TIME_ZONE : Cause.TIMESTAMP);
  }

  private static Optional<Cause> moments(List<Tokens.Two> pairs) {
    boolean zones = true;
    for (Tokens.Two pair : pairs) {
      Optional<Moment> recorded = Moment.parse(pair.recorded());
      Optional<Moment> rebuilt = Moment.parse(pair.rebuilt());
      if (recorded.isEmpty() || rebuilt.isEmpty()) {
        return Optional.empty();
      }
      zones &= recorded.get().isOtherZone(rebuilt.get());
    }
    return Optional.of(zones ? Cause.TIME_ZONE : Cause.TIMESTAMP);
  }
}
