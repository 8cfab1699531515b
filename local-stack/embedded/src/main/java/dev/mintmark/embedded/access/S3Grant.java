package dev.mintmark.embedded.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Rights to what is under a prefix.
 *
 * @param prefix of keys, ends with a slash, or with a dash in the last of its names
 * @param verbs at least one, in their own order
 */
public record S3Grant(String prefix, Set<S3Verb> verbs) {
  private static final Pattern PREFIX = Pattern.compile("([a-z0-9][a-z0-9._-]*/)+([a-z0-9]+-)*");

  public S3Grant {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException("not a prefix of keys: '" + prefix + "'");
    }
    verbs = Collections.unmodifiableSet(EnumSet.copyOf(verbs));
  }

  public static S3Grant of(String prefix, S3Verb first, S3Verb... others) {
    return new S3Grant(prefix, EnumSet.of(first, others));
  }

  /** Every right to what is under the prefix. */
  public static S3Grant all(String prefix) {
    return new S3Grant(prefix, EnumSet.allOf(S3Verb.class));
  }

  boolean covers(S3Verb verb, String key) {
    return verbs.contains(verb) && key.startsWith(prefix);
  }
}
