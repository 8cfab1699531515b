package dev.mintmark.image.request;

import dev.mintmark.content.Artifact;
import dev.mintmark.oci.Platform;
import org.jspecify.annotations.Nullable;

/**
 * A closure of Nix or Guix for one platform.
 *
 * @param source what the store exported
 * @param license SPDX expression of all of it; null where nobody says one
 */
public record ImageClosure(Platform platform, Artifact source, @Nullable String license) {}
