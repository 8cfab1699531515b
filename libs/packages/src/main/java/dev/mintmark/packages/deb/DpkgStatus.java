package dev.mintmark.packages.deb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.packages.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What dpkg wrote down about an image: {@code var/lib/dpkg/status}, or a file of status.d. */
public final class DpkgStatus {
  private static final Pattern STATUS = Pattern.compile("[a-z]+ [a-z-]+ [a-z-]+");

  private DpkgStatus() {}

  /**
   * The packages that are unpacked, in the file's order. A paragraph without {@code Status}, as in
   * status.d, is of one that is.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-020, PKG-021), which names the line
   */
  public static List<DebControl> parse(Subject subject, byte[] bytes) {
    List<DebControl> installed = new ArrayList<>();
    StringBuilder paragraph = new StringBuilder();
    int number = 0;
    int first = 1;
    for (String line : (Iterable<String>) (new String(bytes, UTF_8) + "\n\n").lines()::iterator) {
      number++;
      if (!line.isBlank()) {
        first = paragraph.isEmpty() ? number : first;
        paragraph.append(line).append('\n');
      } else if (!paragraph.isEmpty()) {
        add(subject, first, paragraph.toString().getBytes(UTF_8), installed);
        paragraph.setLength(0);
      }
    }
    return List.copyOf(installed);
  }

  private static void add(
      Subject subject, int first, byte[] paragraph, List<DebControl> installed) {
    ControlFields fields = ControlFields.parse(subject, first, paragraph);
    Optional<String> status = fields.optional("Status", STATUS);
    if (status.isEmpty() || isUnpacked(status.get())) {
      installed.add(DebControl.of(fields));
    }
  }

  /** Its files are there, whether or not its scripts have run. */
  private static boolean isUnpacked(String status) {
    return !status.endsWith(" not-installed") && !status.endsWith(" config-files");
  }
}
