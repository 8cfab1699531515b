package dev.mintmark.vendor.pylock;

import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.marker.Answer;
import dev.mintmark.vendor.marker.MarkerEnvironment;
import dev.mintmark.vendor.marker.Need;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A {@code poetry.lock} of form 2.1, which Poetry 2 writes: each package says itself in which
 * groups it is, and where. The main group is read, without extras of the project.
 */
public final class PoetryLock implements PythonLock {
  static final String COMMAND = "poetry lock";

  /** Before 2.1 a lock does not say by itself what is in the main group. */
  private static final String FORM = "2.1";

  private static final String GROUP = "main";
  private static final String INDEX = "legacy";

  private final String pythons;
  private final List<TomlTable> packages;

  private PoetryLock(String pythons, List<TomlTable> packages) {
    this.pythons = pythons;
    this.packages = packages;
  }

  /**
   * @throws VendorException (VND-006, VND-051)
   */
  static PoetryLock read(byte[] bytes) {
    TomlTable lock = TomlTable.read(bytes, "poetry.lock", COMMAND);
    TomlTable metadata = lock.table("metadata");
    String form = metadata.text("lock-version");
    if (!form.equals(FORM)) {
      throw new VendorException(
          VendorCode.LOCK_FORM,
          "what poetry.lock pins",
          "its lock-version is " + form + ", " + FORM + " is read here",
          "make it with Poetry 2: " + COMMAND);
    }
    return new PoetryLock(
        metadata.text("python-versions"),
        lock.tables("package").stream()
            .map(each -> each.at(each.text("name") + " in poetry.lock"))
            .toList());
  }

  @Override
  public List<Pin> pins(MarkerEnvironment image) {
    requirePython(image);
    ChosenPins chosen = new ChosenPins(image);
    for (TomlTable each : packages) {
      if (each.texts("groups").contains(GROUP) && holds(each, image)) {
        chosen.add(pin(each));
      }
    }
    return chosen.sorted();
  }

  private void requirePython(MarkerEnvironment image) {
    Answer answer;
    try {
      answer = PoetryVersions.contain(pythons, image);
    } catch (IllegalArgumentException e) {
      throw new VendorException(
          VendorCode.FAULTY_LOCK,
          "python-versions of poetry.lock",
          String.valueOf(e.getMessage()),
          "make the lock anew: " + COMMAND,
          e);
    }
    if (answer != Answer.YES) {
      throw new VendorException(
          VendorCode.UNFIT_LOCK,
          "what poetry.lock pins",
          "it is for Python " + pythons + ", the image has " + image,
          answer == Answer.NO
              ? "widen requires-python of the project, then: " + COMMAND
              : "say the whole version in image.pythonVersion, e.g. \"3.11.2\"");
    }
  }

  /** One marker is for all groups, a table of them for each its own. */
  private static boolean holds(TomlTable each, MarkerEnvironment image) {
    Optional<String> marker =
        each.isText("markers")
            ? each.maybeText("markers")
            : Optional.ofNullable(each.table("markers").allTexts().get(GROUP));
    return marker.isEmpty() || Decisions.holds(marker.get(), image, Set.of(), each.where());
  }

  private static Pin pin(TomlTable each) {
    TomlTable source = each.table("source");
    String type = source.maybeText("type").orElse(INDEX);
    if (!type.equals(INDEX)) {
      throw new VendorException(
          VendorCode.LOCK_SOURCE,
          each.where(),
          "it comes from a " + type + ": " + source.maybeText("url").orElse("?"),
          "publish it in an index as a wheel");
    }
    List<TomlTable> files = each.tables("files");
    List<TomlTable> wheels =
        files.stream()
            .filter(file -> file.text("file").endsWith(".whl"))
            .collect(Collectors.toUnmodifiableList());
    return new Pin(
        Need.normalized(each.text("name")),
        Set.of(),
        each.text("version"),
        LockedFiles.hashes(each, wheels, files.size()),
        each.where());
  }
}
