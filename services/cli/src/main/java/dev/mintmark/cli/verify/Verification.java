package dev.mintmark.cli.verify;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.policy.Trust;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A verification with everything that can keep it from its verdict turned into coded errors. */
public final class Verification {
  private Verification() {}

  /**
   * Verifies a release.
   *
   * @param evidence what is asked of its attestations
   * @throws CommandException CLI-020 when the registry is away; the registry's own refusal when the
   *     release is not there
   */
  public static Report of(
      URI registry, ImageReference release, Trust trusted, EvidencePolicy evidence) {
    try (RegistryClient client = new RegistryClient(registry, Credentials.anonymous())) {
      RegistrySource source = new RegistrySource(client, release.repository());
      return new ReleaseCheck(source, release.repository(), trusted, evidence).check(release);
    } catch (OciException e) {
      String text = String.valueOf(e.getMessage()).replace(" (" + e.code() + ")", "");
      throw new CommandException(Exit.REFUSED, e.code(), text, e);
    } catch (IOException e) {
      throw new CommandException(
          Exit.NOT_REACHABLE,
          "CLI-020",
          "cannot pull %s from %s: %s".formatted(release, registry, e.getMessage()),
          e);
    }
  }

  /**
   * The key of a file.
   *
   * @throws CommandException VER-002 to VER-005
   */
  public static VerificationKey trusted(Path key) {
    try {
      return VerificationKey.read(key);
    } catch (RefusedException e) {
      throw new CommandException(
          Exit.USAGE, e.code().code(), e.detail() + "; name the release key with --key", e);
    }
  }
}
