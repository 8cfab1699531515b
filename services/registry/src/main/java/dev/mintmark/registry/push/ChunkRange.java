package dev.mintmark.registry.push;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a piece of an upload belongs (distribution-spec, "Pushing a blob in chunks").
 *
 * @param first 0 or more
 * @param last inclusive, at least {@code first}
 */
public record ChunkRange(long first, long last) {
  private static final Pattern FORM =
      Pattern.compile("(?:bytes[ =])?([0-9]{1,18})-([0-9]{1,18})(?:/(?:\\*|[0-9]{1,18}))?");

  long length() {
    return last - first + 1;
  }

  /**
   * Reads the Content-Range header.
   *
   * @throws dev.mintmark.registry.serve.RegistryException 416 (REG-025)
   */
  static ChunkRange read(String header) {
    Matcher matcher = FORM.matcher(header.strip());
    if (!matcher.matches()) {
      throw PushErrors.notARange(header);
    }
    ChunkRange range =
        new ChunkRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    if (range.last() < range.first()) {
      throw PushErrors.notARange(header);
    }
    return range;
  }
}
