package dev.mintmark.inputs;

import dev.mintmark.content.Digest;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which wheel each platform of an image gets for each requirement.
 *
 * @param python the image's, {@code 3.N} or {@code 3.N.M}
 * @param glibc the image's, {@code 2.N}: the newest that a wheel may ask for
 * @param wheels sorted by platform, then name; one of each
 */
public record WheelsLock(String python, String glibc, List<Wheel> wheels) {
  /** A lock file longer than this many bytes is refused. */
  public static final int MAX_BYTES = 8 << 20;

  private static final SortedLock<Wheel> TABLE =
      new SortedLock<>(
          "wheel",
          Pattern.compile(
              "target python (3\\.[0-9]{1,2}(?:\\.[0-9]{1,3})?) glibc (2\\.[0-9]{1,3})"),
          "target python <3.N> glibc <2.N>",
          Comparator.comparing(Wheel::platform).thenComparing(Wheel::name),
          "platform and name");

  public WheelsLock {
    wheels = List.copyOf(wheels);
  }

  /**
   * One wheel for one platform.
   *
   * @param platform {@code os/architecture}
   * @param name normalized as PEP 503 has it
   * @param size in bytes
   * @param file its own name, which carries its tags
   */
  public record Wheel(
      String platform, String name, String version, Digest digest, long size, String file) {
    private static final Pattern FORM =
        Pattern.compile(
            "(linux/[a-z0-9]{1,16}) ([a-z0-9](?:[a-z0-9-]{0,126}[a-z0-9])?)"
                + " ([A-Za-z0-9][A-Za-z0-9.!+_-]{0,127}) (sha256:[0-9a-f]{64})"
                + " ([1-9][0-9]{0,11}) ([A-Za-z0-9][A-Za-z0-9._+!-]{0,250}\\.whl)");

    private static Wheel parse(LockLines.Line line) throws FaultyLineException {
      Matcher words = FORM.matcher(line.text());
      if (!words.matches()) {
        throw line.faulty(
            "the line is not `platform name version sha256:<64 hex> size file.whl` with single"
                + " spaces");
      }
      return new Wheel(
          words.group(1),
          words.group(2),
          words.group(3),
          Digest.parse(words.group(4)),
          Long.parseLong(words.group(5)),
          words.group(6));
    }

    String line() {
      return String.join(" ", platform, name, version, digest + "", size + "", file);
    }
  }

  /**
   * Reads a lock file.
   *
   * @throws FaultyLineException naming the first line that is not whole, out of order or doubled
   */
  public static WheelsLock parse(byte[] file) throws FaultyLineException {
    SortedLock.Contents<Wheel> contents = TABLE.read(file, MAX_BYTES, Wheel::parse);
    return new WheelsLock(contents.head().group(1), contents.head().group(2), contents.things());
  }

  /** The file's text: reading it gives this lock again. */
  public byte[] bytes() {
    return TABLE.write(
        "# Which wheel each platform gets; `mintmark vendor` wrote this file.\n"
            + "# platform name version digest size file\n"
            + "target python %s glibc %s\n".formatted(python, glibc),
        wheels,
        Wheel::line);
  }

  /** Those for one platform. */
  public List<Wheel> of(String platform) {
    return wheels.stream().filter(wheel -> wheel.platform().equals(platform)).toList();
  }
}
