package dev.mintmark.embedded.access;

import dev.mintmark.embedded.Endpoints;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One that may do in the stack's bucket what is granted, look whether the bucket is there, and
 * nothing else.
 *
 * @param name its access key
 * @param grants what it may do
 */
public record S3Identity(String name, List<S3Grant> grants) {
  private static final Pattern NAME = Pattern.compile("mintmark-[a-z]+(-[a-z]+)*");

  /** Steps of rebuilds: they cannot read what the line recorded, so they cannot copy it. */
  public static final S3Identity REBUILD =
      new S3Identity(Endpoints.S3_REBUILD, List.of(S3Grant.all("rebuild/")));

  public S3Identity {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name of an identity: '" + name + "'");
    }
    grants = List.copyOf(grants);
  }

  /**
   * Whether it may do that with the object.
   *
   * @param key as it stands after decoding; one that a file system could take for another, with an
   *     empty segment or one of dots, is nobody's
   */
  public boolean may(S3Verb verb, String key) {
    return isPlain(key, false) && grants.stream().anyMatch(grant -> grant.covers(verb, key));
  }

  /** Whether it may list the keys that begin so. */
  public boolean mayList(String prefix) {
    return isPlain(prefix, true)
        && grants.stream().anyMatch(grant -> grant.covers(S3Verb.LIST, prefix));
  }

  private static boolean isPlain(String key, boolean openEnd) {
    String[] segments = key.split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean end = openEnd && i == segments.length - 1;
      String segment = segments[i];
      if (segment.equals(".") || segment.equals("..") || (segment.isEmpty() && !end)) {
        return false;
      }
    }
    return key.indexOf('\0') < 0;
  }
}
