package dev.mintmark.vendor.pylock;

import dev.mintmark.inputs.RequirementsLock;
import dev.mintmark.inputs.RequirementsLock.Requirement;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.marker.MarkerEnvironment;
import dev.mintmark.vendor.marker.Need;
import java.util.List;
import java.util.Set;

/** pip's requirements with hashes. */
public record RequirementsPins(RequirementsLock lock) implements PythonLock {
  @Override
  public List<Pin> pins(MarkerEnvironment image) {
    ChosenPins chosen = new ChosenPins(image);
    for (Requirement each : lock.requirements()) {
      String where = each.name() + " in line " + each.line() + " of the requirements";
      if (each.marker().isEmpty() || Decisions.holds(each.marker().get(), image, Set.of(), where)) {
        chosen.add(pin(each, where));
      }
    }
    return chosen.sorted();
  }

  private static Pin pin(Requirement each, String where) {
    List<String> hashes =
        each.hashes().stream().filter(hash -> hash.startsWith("sha256:")).toList();
    if (hashes.isEmpty()) {
      throw new VendorException(
          VendorCode.FAULTY_LOCK, where, "it has no SHA-256", "add --hash=sha256:… of the wheels");
    }
    return new Pin(
        Need.normalized(each.name()),
        Need.extras(String.join(",", each.extras())),
        each.version(),
        hashes,
        where);
  }
}
