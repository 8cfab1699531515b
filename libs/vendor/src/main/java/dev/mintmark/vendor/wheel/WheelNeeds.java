package dev.mintmark.vendor.wheel;

import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.marker.Answer;
import dev.mintmark.vendor.marker.MarkerEnvironment;
import dev.mintmark.vendor.marker.Need;
import dev.mintmark.vendor.pylock.Decisions;
import dev.mintmark.vendor.pylock.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether the wheels of one platform have all that they depend on, in versions that they accept: as
 * {@code pip check} would find it in the image, by the markers of the image.
 */
final class WheelNeeds {
  private final Map<String, Pin> pins = new TreeMap<>();
  private final Set<String> overruled;
  private final MarkerEnvironment image;

  WheelNeeds(List<Pin> pins, Set<String> overruled, MarkerEnvironment image) {
    pins.forEach(pin -> this.pins.put(pin.name(), pin));
    this.overruled = overruled;
    this.image = image;
  }

  /**
   * Looks at all of them.
   *
   * @throws VendorException (VND-006) for something that is needed and not locked, or in another
   *     version, (VND-021)
   */
  void require(List<DownloadedWheel> wheels) {
    Map<String, Set<String>> extras = new TreeMap<>();
    pins.forEach((name, pin) -> extras.put(name, new TreeSet<>(pin.extras())));
    // An extra that one package asks for may bring needs of a package that was looked at before.
    boolean more = true;
    while (more) {
      more = false;
      for (DownloadedWheel wheel : wheels) {
        for (Need need : needs(wheel, extras.getOrDefault(wheel.line().name(), Set.of()))) {
          require(wheel, need);
          more |= extras.computeIfAbsent(need.name(), n -> new TreeSet<>()).addAll(need.extras());
        }
      }
    }
  }

  private List<Need> needs(DownloadedWheel wheel, Set<String> extras) {
    List<Need> needs = new ArrayList<>();
    for (String line : wheel.requires()) {
      Need need = need(wheel, line);
      Answer answer = need.marker().map(m -> image.holds(m, extras)).orElse(Answer.YES);
      boolean locked = pins.containsKey(need.name());
      if (answer == Answer.UNKNOWN && !locked && !overruled.contains(need.name())) {
        throw Decisions.undecided(line, image, wheel.file().getFileName() + "'s need of a package");
      }
      if (answer == Answer.YES) {
        needs.add(need);
      }
    }
    return needs;
  }

  private static Need need(DownloadedWheel wheel, String line) {
    try {
      return Need.parse(line);
    } catch (IllegalArgumentException e) {
      throw new VendorException(
          VendorCode.OTHER_PACKAGE,
          wheel.line().file(),
          "its Requires-Dist cannot be read: " + e.getMessage(),
          "lock another version of it",
          e);
    }
  }

  private void require(DownloadedWheel wheel, Need need) {
    if (overruled.contains(need.name())) {
      return;
    }
    Pin pin = pins.get(need.name());
    if (pin == null) {
      throw new VendorException(
          VendorCode.FAULTY_LOCK,
          "wheels for " + image,
          need.name() + " is needed by " + wheel.line().file() + " and is not locked",
          "lock all of them, with the tool that makes the lock");
    }
    if (!accepts(need, pin)) {
      throw new VendorException(
          VendorCode.FAULTY_LOCK,
          pin.where(),
          "%s needs %s %s, %s is locked"
              .formatted(wheel.line().file(), need.name(), need.range(), pin.version()),
          "make the lock anew, with the tool that makes it");
    }
  }

  private static boolean accepts(Need need, Pin pin) {
    try {
      return need.range().contains(pin.version());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
