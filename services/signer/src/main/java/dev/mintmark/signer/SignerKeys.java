package dev.mintmark.signer;

import dev.mintmark.signer.chain.SignerCode;
import dev.mintmark.verify.key.SigningKey;
import java.nio.file.Path;
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
   * @throws dev.mintmark.kit.refusal.RefusedException SGN-011 when none is set
   */
  SigningKey release() {
    return SigningKey.read(required("release", config.releaseKey()));
  }

  /**
   * Reads the verdict key.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SGN-011 when none is set, SGN-012 when it is
   *     the release key: cosign takes any statement of a key for an image signature, so a negative
   *     verdict would make its image a signed one
   */
  SigningKey verdict() {
    Path file = required("verdict", config.verdictKey());
    SigningKey key = SigningKey.read(file);
    if (key.verificationKey().equals(release().verificationKey())) {
      throw SignerCode.SAME_KEY
          .refusal(
              "the verdict key " + file, "it is the release key", "make another key for verdicts")
          .asException();
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
