package dev.mintmark.compare.evidence;

import dev.mintmark.compare.difference.Cause;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of hosts and folders of one machine. Careful: most names that differ are no hosts. */
final class HostEvidence {
  private static final Pattern MACHINE_PATH =
      Pattern.compile(
          "(?<![A-Za-z0-9._-])(?:/(?:home|Users|root|tmp|builds|workspace|var/folders|var/lib)"
              + "|[A-Z]:\\\\Users)(?:[/\\\\][^\\s\"':;,]*)?");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern HINT =
      Pattern.compile("host|machine|computer", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME =
      Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9-]*(\\.[A-Za-z0-9][A-Za-z0-9-]*)*");
  private static final Pattern LOCAL_NAME =
      Pattern.compile(
          "localhost|ip(-\\d{1,3}){4}|[A-Za-z0-9.-]+\\.(local|localdomain|internal|lan)(\\..*)?");
  // RFC 1035, section 2.3.4.
  private static final int MAX_NAME = 255;
  private static final Pattern VERSION = Pattern.compile("v?\\d+(\\.\\d+)+.*");

  private HostEvidence() {}

  static Optional<Cause> of(String hint, String recorded, String rebuilt) {
    boolean paths = Tokens.differing(MACHINE_PATH, recorded, rebuilt).isPresent();
    boolean hosts =
        Tokens.differing(TOKEN, recorded, rebuilt).filter(two -> areHosts(hint, two)).isPresent();
    return paths || hosts ? Optional.of(Cause.HOST_NAME) : Optional.empty();
  }

  private static boolean areHosts(String hint, List<Tokens.Two> pairs) {
    Tokens.Two first = pairs.getFirst();
    if (!pairs.stream().allMatch(first::equals)
        || !isName(first.recorded())
        || !isName(first.rebuilt())) {
      return false;
    }
    return HINT.matcher(hint).find()
        || LOCAL_NAME.matcher(first.recorded()).matches()
        || LOCAL_NAME.matcher(first.rebuilt()).matches();
  }

  private static boolean isName(String token) {
    return token.length() <= MAX_NAME
        && NAME.matcher(token).matches()
        && !VERSION.matcher(token).matches();
  }
}
