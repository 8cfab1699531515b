package dev.mintmark.signer;

import dev.mintmark.signer.chain.SignerCode;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of the line's signer, and what may not be done with them. */
final class SignerKeys {
  private final SignerConfig config;

  SignerKeys(SignerConfig config) {
    this.config = config;
  }

  /**
   * Reads the release key.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SGN-011 when none is set, SGN-012 when it is
   *     another role's, the evidence key's among them
   */
  SigningKey release() {
    return own("release", config.releaseKey());
  }

  /** Reads the evidence key, as {@link #release} does. */
  SigningKey evidence() {
    return own("evidence", config.evidenceKey());
  }

  /** Reads the verdict key, as {@link #release} does. */
  SigningKey verdict() {
    return own("verdict", config.verdictKey());
  }

  /**
   * Reads the public half of the evidence key.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SGN-011 when none is set
   */
  VerificationKey evidencePublic() {
    return VerificationKey.read(required("evidence-public", config.evidencePublicKey()));
  }

  /**
   * cosign takes any statement of a key for an image signature: were one key two, a bad verdict or
   * a mere SBOM would make its image a signed release.
   */
  private SigningKey own(String which, Optional<Path> configured) {
    Path file = required(which, configured);
    SigningKey key = SigningKey.read(file);
    List<Path> others = new ArrayList<>(config.otherPublicKeys().orElse(List.of()));
    if (!which.equals("evidence")) {
      config.evidencePublicKey().ifPresent(others::add);
    }
    for (Path other : others) {
      if (VerificationKey.read(other).equals(key.verificationKey())) {
        throw SignerCode.SAME_KEY
            .refusal(
                "the " + which + " key " + file,
                "it is the key of another role, " + other,
                "make a key of its own for each role")
            .asException();
      }
    }
    return key;
  }

  private static Path required(String which, Optional<Path> file) {
    return file.orElseThrow(() ->
        SignerCode.NO_KEY
            .refusal(
                "the " + which + " key",
                "none is configured",
                "set mintmark.signer." + which + "-key to its PEM file")
            .asException());
  }
}
