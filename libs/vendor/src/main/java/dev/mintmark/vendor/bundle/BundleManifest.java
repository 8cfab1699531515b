package dev.mintmark.vendor.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a bundle holds: the text {@code mintmark-bundle 1}, then a line {@code <64 hex> <size>
 * <name>} for each file, sorted by digest.
 *
 * @param files sorted by digest, one of each
 */
record BundleManifest(List<BundledFile> files) {
  /** Its place in the tar: the first. */
  static final String NAME = "manifest";

  static final int MAX_BYTES = 16 << 20;
  private static final String HEAD = "mintmark-bundle 1";
  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{64}) (0|[1-9][0-9]{0,14}) ([!-~]{1,300})");

  BundleManifest {
    files = List.copyOf(files);
  }

  /** One of each digest; of several names the first by alphabet. */
  static BundleManifest of(Collection<BundledFile> files) {
    Map<Digest, BundledFile> sorted = new TreeMap<>();
    files.forEach(file ->
        sorted.merge(file.digest(), file, (a, b) -> a.name().compareTo(b.name()) <= 0 ? a : b));
    return new BundleManifest(List.copyOf(sorted.values()));
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder(HEAD + "\n");
    for (BundledFile file : files) {
      text.append("%s %d %s\n".formatted(file.digest().hex(), file.size(), file.name()));
    }
    return text.toString().getBytes(UTF_8);
  }

  /**
   * Reads the text.
   *
   * @throws IllegalArgumentException for any other text; the message reads on from "it"
   */
  static BundleManifest parse(byte[] bytes) {
    List<String> lines = List.of(new String(bytes, UTF_8).split("\n", -1));
    if (!lines.getFirst().equals(HEAD) || !lines.getLast().isEmpty()) {
      throw new IllegalArgumentException("does not begin with '" + HEAD + "', or is cut off");
    }
    List<BundledFile> files = new ArrayList<>();
    for (String line : lines.subList(1, lines.size() - 1)) {
      Matcher words = LINE.matcher(line);
      if (!words.matches()) {
        throw new IllegalArgumentException("has a line that is not `digest size name`");
      }
      Digest digest = new Digest(words.group(1));
      if (!files.isEmpty() && files.getLast().digest().compareTo(digest) >= 0) {
        throw new IllegalArgumentException("has lines that are doubled or not sorted");
      }
      files.add(new BundledFile(digest, Long.parseLong(words.group(2)), words.group(3)));
    }
    return new BundleManifest(files);
  }
}
