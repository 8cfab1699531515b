package dev.mintmark.packages.wheel;

import java.util.ArrayList;
import java.util.List;

/**
 * What one build of a wheel fits (PEP 425).
 *
 * @param python e.g. {@code cp311} or {@code py3}
 * @param abi e.g. {@code cp311}, {@code abi3} or {@code none}
 * @param platform e.g. {@code manylinux_2_28_aarch64} or {@code any}
 */
public record CompatibilityTag(String python, String abi, String platform) {
  /** All of a compressed set such as {@code py2.py3-none-any}, in the order that it has them. */
  static List<CompatibilityTag> expand(String pythons, String abis, String platforms) {
    List<CompatibilityTag> tags = new ArrayList<>();
    for (String python : pythons.split("\\.", -1)) {
      for (String abi : abis.split("\\.", -1)) {
        for (String platform : platforms.split("\\.", -1)) {
          tags.add(new CompatibilityTag(python, abi, platform));
        }
      }
    }
    return tags;
  }

  @Override
  public String toString() {
    return python + "-" + abi + "-" + platform;
  }
}
