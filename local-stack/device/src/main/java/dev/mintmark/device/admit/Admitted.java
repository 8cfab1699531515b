package dev.mintmark.device.admit;

import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.verify.release.ReleaseStatement;

/**
 * A release that this device may install.
 *
 * @param index what the tag named
 * @param statement what the release key vouches for
 * @param env the statement's bytes
 * @param signature its signature file
 */
public record Admitted(
    FetchedManifest index, ReleaseStatement statement, byte[] env, byte[] signature) {}
