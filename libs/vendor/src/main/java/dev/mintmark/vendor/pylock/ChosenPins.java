package dev.mintmark.vendor.pylock;

import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.marker.MarkerEnvironment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers the packages of one image; there may be one version of each. */
final class ChosenPins {
  private final MarkerEnvironment image;
  private final Map<String, Pin> pins = new TreeMap<>();

  ChosenPins(MarkerEnvironment image) {
    this.image = image;
  }

  /**
   * @throws VendorException (VND-005) for a second one of the name
   */
  void add(Pin pin) {
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
