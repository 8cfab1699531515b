package dev.mintmark.packages.wheel;

import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What WHEEL and METADATA say.
 *
 * @param name of the project, as METADATA spells it
 * @param purelib whether the root of the wheel goes to the site-packages of pure Python
 * @param requiresPython version specifiers
 * @param requires what the wheel depends on, as {@code Requires-Dist} has it
 * @param license {@code License-Expression}
 */
public record WheelMetadata(
    String name,
    String version,
    boolean purelib,
    Optional<String> requiresPython,
    List<String> requires,
    Optional<String> license) {
  private static final int MAX_NAME = 200;

  /**
   * @throws dev.mintmark.packages.PackageException (PKG-033, PKG-034)
   */
  static WheelMetadata read(Subject subject, WheelName name, DistInfo info, WheelZip zip)
      throws IOException {
    boolean purelib = purelib(subject, name, info.file("WHEEL"), zip);
    String file = info.file("METADATA");
    Headers metadata = headers(subject, RefusalCode.METADATA, file, zip);
    if (!metadata.require("Metadata-Version").matches("[12]\\.[0-9]{1,2}")) {
      throw metadata.refuse("its Metadata-Version is neither 1 nor 2");
    }
    String project = metadata.require("Name");
    String version = metadata.require("Version");
    if (project.length() > MAX_NAME || !project.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw metadata.refuse("its Name is none of a project");
    }
    if (!name.isOf(project, version)) {
      throw metadata.refuse(
          "it is of " + project + " " + version + ", which the file name does not say");
    }
    return new WheelMetadata(
        project,
        version,
        purelib,
        metadata.optional("Requires-Python"),
        metadata.all("Requires-Dist"),
        metadata.optional("License-Expression"));
  }

  private static boolean purelib(Subject subject, WheelName name, String file, WheelZip zip)
      throws IOException {
    Headers wheel = headers(subject, RefusalCode.WHEEL_FILE, file, zip);
    String version = wheel.require("Wheel-Version");
    if (!version.matches("1\\.[0-9]{1,3}")) {
      throw wheel.refuse("its Wheel-Version is " + version + ", expected 1.0");
    }
    String purelib = wheel.require("Root-Is-Purelib");
    if (!purelib.equalsIgnoreCase("true") && !purelib.equalsIgnoreCase("false")) {
      throw wheel.refuse("its Root-Is-Purelib is neither true nor false");
    }
    Set<String> tags = new HashSet<>(wheel.all("Tag"));
    Set<String> named = new HashSet<>();
    name.tags().forEach(tag -> named.add(tag.toString()));
    if (!tags.equals(named)) {
      throw wheel.refuse("its tags are " + tags + ", those of the file name " + named);
    }
    if (!wheel.optional("Build").equals(name.build())) {
      throw wheel.refuse("its Build is not that of the file name");
    }
    return purelib.equalsIgnoreCase("true");
  }

  private static Headers headers(Subject subject, RefusalCode code, String file, WheelZip zip)
      throws IOException {
    byte[] bytes =
        zip.text(file)
            .orElseThrow(() ->
                subject.refuse(code, file, "the wheel has no such file", "build the wheel again"));
    return Headers.parse(subject, code, file, bytes);
  }
}
