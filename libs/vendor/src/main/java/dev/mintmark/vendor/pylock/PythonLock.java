package dev.mintmark.vendor.pylock;

import dev.mintmark.inputs.FaultyLineException;
import dev.mintmark.inputs.RequirementsLock;
import dev.mintmark.vendor.marker.MarkerEnvironment;
import java.util.List;
import java.util.Set;

/** A lock of Python packages. */
public sealed interface PythonLock permits PoetryLock, RequirementsPins, UvLock {
  /**
   * Reads a lock; its name says whose it is.
   *
   * @throws FaultyLineException for requirements that are not whole
   * @throws dev.mintmark.vendor.VendorException (VND-006, VND-051) for another lock that is not
   *     whole, or of a form that is not read here
   */
  static PythonLock read(String file, byte[] bytes) throws FaultyLineException {
    return switch (LockTool.of(file)) {
      case POETRY -> PoetryLock.read(bytes);
      case UV -> UvLock.read(bytes);
      case PIP -> new RequirementsPins(RequirementsLock.parse(bytes));
    };
  }

  /**
   * The packages that an image gets, sorted by name, one of each.
   *
   * @throws dev.mintmark.vendor.VendorException (VND-005) when the lock is not for this Python or
   *     has two versions for it, (VND-006) for one without hashes, (VND-020) without wheels,
   *     (VND-021) with a marker that cannot be decided, (VND-050) from elsewhere than an index
   */
  List<Pin> pins(MarkerEnvironment image);

  /** Packages whose dependents may say another version of it: the lock's maker has overruled it. */
  default Set<String> overruled() {
    return Set.of();
  }
}
