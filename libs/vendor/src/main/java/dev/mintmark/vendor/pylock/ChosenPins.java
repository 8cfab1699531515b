package dev.mintmark.vendor.pylock;

import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.marker.MarkerEnvironment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Gathers the packages of one image; there may be one version of each. */
final class ChosenPins {
  /** Words that pip cannot take for anything else: each becomes part of a line of its file. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,126}[a-z0-9])?");

  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.!+_-]{0,127}");

  private final MarkerEnvironment image;
  private final Map<String, Pin> pins = new TreeMap<>();

  ChosenPins(MarkerEnvironment image) {
    this.image = image;
  }

  /**
   * @throws VendorException (VND-005) for a second one of the name, (VND-006) for what is no name
   *     or no version
   */
  void add(Pin pin) {
    if (!NAME.matcher(pin.name()).matches() || !VERSION.matcher(pin.version()).matches()) {
      throw new VendorException(
          VendorCode.FAULTY_LOCK,
          pin.where().replaceAll("\\p{Cc}", "?"),
          "its name or its version is none",
          "make the lock anew");
    }
    Pin before = pins.putIfAbsent(pin.name(), pin);
    if (before != null) {
      throw new VendorException(
          VendorCode.UNFIT_LOCK,
          pin.where(),
          "%s gets it in version %s and in version %s"
              .formatted(image, before.version(), pin.version()),
          "make the lock anew, so that one of them is for this Python and machine");
    }
  }

  List<Pin> sorted() {
    return List.copyOf(pins.values());
  }
}
