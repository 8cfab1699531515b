package dev.mintmark.vendor.pylock;

import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.marker.Answer;
import dev.mintmark.vendor.marker.MarkerEnvironment;
import dev.mintmark.vendor.marker.Need;
import dev.mintmark.vendor.marker.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A {@code uv.lock} of form 1: a graph of packages, with markers on its edges. What the project
 * itself depends on is followed, without its extras and groups.
 */
public final class UvLock implements PythonLock {
  static final String COMMAND = "uv lock";
  private static final int FORM = 1;

  private final String pythons;
  private final List<UvPackage> packages;
  private final Set<String> overruled;

  private UvLock(String pythons, List<UvPackage> packages, Set<String> overruled) {
    this.pythons = pythons;
    this.packages = List.copyOf(packages);
    this.overruled = Set.copyOf(overruled);
  }

  /**
   * @throws VendorException (VND-006, VND-051)
   */
  static UvLock read(byte[] bytes) {
    TomlTable lock = TomlTable.read(bytes, "uv.lock", COMMAND);
    if (lock.number("version") != FORM) {
      throw form("its version is " + lock.number("version") + ", " + FORM + " is read here");
    }
    if (lock.has("conflicts")) {
      throw form("it has conflicts between extras or groups, so it pins more than one choice");
    }
    List<UvPackage> packages = new ArrayList<>();
    for (TomlTable each : lock.tables("package")) {
      packages.add(UvPackage.read(each.at(each.text("name") + " in uv.lock")));
    }
    TomlTable manifest = lock.table("manifest");
    Set<String> overruled = new TreeSet<>();
    manifest.tables("overrides").forEach(each -> overruled.add(Need.normalized(each.text("name"))));
    manifest.texts("excludes").forEach(each -> overruled.add(Need.normalized(each)));
    return new UvLock(lock.text("requires-python"), packages, overruled);
  }

  @Override
  public List<Pin> pins(MarkerEnvironment image) {
    requirePython(image);
    ChosenPins chosen = new ChosenPins(image);
    new UvWalk(packages, image)
        .from(project())
        .forEach((each, extras) -> {
          if (!each.isProject()) {
            chosen.add(each.pin(extras));
          }
        });
    return chosen.sorted();
  }

  @Override
  public Set<String> overruled() {
    return overruled;
  }

  private UvPackage project() {
    List<UvPackage> projects = packages.stream().filter(UvPackage::isProject).toList();
    if (projects.size() != 1) {
      throw form("it has " + projects.size() + " packages that are the project beside it");
    }
    return projects.getFirst();
  }

  private void requirePython(MarkerEnvironment image) {
    Answer answer;
    try {
      answer = image.isIn(VersionRange.parse(pythons));
    } catch (IllegalArgumentException e) {
      throw new VendorException(
          VendorCode.FAULTY_LOCK,
          "requires-python of uv.lock",
          String.valueOf(e.getMessage()),
          "make the lock anew: " + COMMAND,
          e);
    }
    if (answer != Answer.YES) {
      throw new VendorException(
          VendorCode.UNFIT_LOCK,
          "what uv.lock pins",
          "it is for Python " + pythons + ", the image has " + image,
          answer == Answer.NO
              ? "widen requires-python of the project, then: " + COMMAND
              : "say the whole version in image.pythonVersion, e.g. \"3.11.2\"");
    }
  }

  private static VendorException form(String found) {
    return new VendorException(
        VendorCode.LOCK_FORM,
        "what uv.lock pins",
        found,
        "write a lock of one choice beside it: uv export --no-emit-project -o requirements.txt");
  }
}
