package dev.mintmark.device.admit;

import dev.mintmark.oci.Platform;
import dev.mintmark.oci.Tag;

/**
 * What the device is told to run, and what it is.
 *
 * @param floor least security floor that it accepts, 0 or more
 */
public record Wanted(Tag tag, String target, Platform platform, long floor) {}
