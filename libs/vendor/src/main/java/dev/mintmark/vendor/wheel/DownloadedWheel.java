package dev.mintmark.vendor.wheel;

import dev.mintmark.content.Digest;
import dev.mintmark.inputs.RequirementsLock;
import dev.mintmark.inputs.WheelsLock.Wheel;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.wheel.WheelFile;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A wheel that was read and fits.
 *
 * @param line as a lock has it
 * @param requires what it depends on, as {@code Requires-Dist} has it
 */
record DownloadedWheel(Path file, Wheel line, List<String> requires) {
  DownloadedWheel {
    requires = List.copyOf(requires);
  }

  /**
   * The wheels in a folder, sorted by name.
   *
   * @throws VendorException (VND-004) for one that is none, or not for the target
   */
  static List<DownloadedWheel> in(Path folder, WheelTarget target, String platform)
      throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> !file.toString().endsWith(".txt")).sorted().toList();
    }
    List<DownloadedWheel> wheels = new ArrayList<>();
    for (Path file : files) {
      wheels.add(read(file, target, platform));
    }
    wheels.sort(java.util.Comparator.comparing(wheel -> wheel.line().name()));
    return wheels;
  }

  static DownloadedWheel read(Path file, WheelTarget target, String platform) throws IOException {
    String name = String.valueOf(file.getFileName());
    try {
      WheelFile wheel = WheelFile.open(file, new Subject(name), Limits.DEFAULT);
      wheel.requireCompatible(target.on(platform));
      return new DownloadedWheel(
          file,
          new Wheel(
              platform,
              RequirementsLock.normalized(wheel.metadata().name()),
              wheel.metadata().version(),
              Digest.of(file),
              Files.size(file),
              name),
          wheel.metadata().requires());
    } catch (PackageException e) {
      throw new VendorException(
          VendorCode.OTHER_PACKAGE,
          name + " for " + platform,
          String.valueOf(e.getMessage()),
          "lock another version of it",
          e);
    }
  }
}
