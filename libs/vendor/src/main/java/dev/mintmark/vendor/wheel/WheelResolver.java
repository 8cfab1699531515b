package dev.mintmark.vendor.wheel;

import dev.mintmark.content.Digest;
import dev.mintmark.inputs.PythonWishes;
import dev.mintmark.inputs.WheelsLock;
import dev.mintmark.inputs.WheelsLock.Wheel;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.Watcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes locks of wishes with pip's own resolver, one version of each package for all platforms: the
 * first platform decides, and the others are held to it.
 */
public final class WheelResolver {
  private final VendorStore store;
  private final Pip pip;
  private final Watcher watcher;

  public WheelResolver(VendorStore store, Pip pip, Watcher watcher) {
    this.store = store;
    this.pip = pip;
    this.watcher = watcher;
  }

  /**
   * Both locks, which fit each other.
   *
   * @param requirements text in pip's form, hashed
   */
  public record Resolved(String requirements, WheelsLock wheels) {}

  /**
   * Resolves the wishes; the wheels are in the store then.
   *
   * @throws VendorException (VND-012) when the platforms need different packages, (VND-020)
   */
  public Resolved resolve(PythonWishes wishes, WheelTarget target, List<String> platforms)
      throws IOException {
    List<Wheel> wheels = new ArrayList<>();
    Map<String, String> versions = new TreeMap<>();
    for (String platform : new TreeSet<>(platforms)) {
      watcher.say(
          "pip resolves %d wishes for %s, CPython %s, glibc %s"
              .formatted(wishes.wishes().size(), platform, target.python(), target.glibc()));
      Path folder = store.emptyWork("wheels-" + platform.replace('/', '-'));
      List<Pip.Lines> files = new ArrayList<>();
      files.add(new Pip.Lines("--requirement", wishes.wishes()));
      if (!versions.isEmpty()) {
        List<String> pins =
            versions.entrySet().stream().map(e -> e.getKey() + "==" + e.getValue()).toList();
        files.add(new Pip.Lines("--constraint", pins));
      }
      pip.download(folder, target, platform, List.of(), files);
      Map<String, String> found = new TreeMap<>();
      for (DownloadedWheel wheel : DownloadedWheel.in(folder, target, platform)) {
        found.put(wheel.line().name(), wheel.line().version());
        wheels.add(wheel.line());
        store.take(wheel.file(), wheel.line().digest(), wheel.line().file());
      }
      requireSame(platform, versions, found);
      versions = found;
    }
    return new Resolved(
        requirements(wheels, versions), new WheelsLock(target.python(), target.glibc(), wheels));
  }

  private static void requireSame(
      String platform, Map<String, String> before, Map<String, String> found) {
    if (!before.isEmpty() && !before.equals(found)) {
      TreeSet<String> differing = new TreeSet<>(before.keySet());
      differing.addAll(found.keySet());
      differing.removeIf(name -> String.valueOf(before.get(name)).equals(found.get(name)));
      throw new VendorException(
          VendorCode.UNRESOLVED,
          "wheels for " + platform,
          "it needs others than the platforms before it: " + differing,
          "name these packages with one version in requirements.in");
    }
  }

  private static String requirements(List<Wheel> wheels, Map<String, String> versions) {
    StringBuilder text =
        new StringBuilder(
            "# Made from requirements.in by `mintmark vendor --update`; every line is hashed.\n");
    versions.forEach((name, version) -> {
      text.append(name).append("==").append(version);
      new TreeSet<Digest>(
              wheels.stream().filter(w -> w.name().equals(name)).map(Wheel::digest).toList())
          .forEach(digest -> text.append(" \\\n    --hash=").append(digest));
      text.append('\n');
    });
    return text.toString();
  }
}
