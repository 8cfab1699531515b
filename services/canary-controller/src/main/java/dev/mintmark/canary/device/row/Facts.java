package dev.mintmark.canary.device.row;

import dev.mintmark.kit.refusal.Refusal;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/**
 * What a device says of itself.
 *
 * @param driver and its version, e.g. {@code hailo_pci 4.20.0}
 * @param firmware and its version
 * @param kernel release, e.g. {@code 6.6.51-rpi}
 */
@Embeddable
public record Facts(@Nullable String driver, @Nullable String firmware, @Nullable String kernel) {
  public static final Facts NONE = new Facts(null, null, null);

  private static final int LONGEST = 128;

  /**
   * Facts as a device sent them.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException CAN-105 for one over 128 characters or with
   *     control characters
   */
  public static Facts sent(
      @Nullable String driver, @Nullable String firmware, @Nullable String kernel) {
    return new Facts(check("driver", driver), check("firmware", firmware), check("kernel", kernel));
  }

  private static @Nullable String check(String name, @Nullable String value) {
    if (value == null) {
      return null;
    }
    if (value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl)) {
      throw new Refusal(
              "CAN-105",
              name,
              "it has %d characters, or control characters".formatted(value.length()),
              "send a name and a version, at most " + LONGEST + " characters")
          .asException();
    }
    return value;
  }

  /** These, with everything that was said since. */
  Facts updated(Facts said) {
    return new Facts(
        said.driver == null ? driver : said.driver,
        said.firmware == null ? firmware : said.firmware,
        said.kernel == null ? kernel : said.kernel);
  }
}
