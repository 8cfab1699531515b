package dev.mintmark.signer;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Configuration of the signer. */
@ConfigMapping(prefix = "mintmark.signer")
interface SignerConfig {
  /**
   * PEM file (PKCS#8, P-256) of the release key, readable by its owner alone. The line needs it; a
   * rebuild never reads it.
   */
  Optional<Path> releaseKey();

  /** The same of the key that attests verdicts of rebuilds; without it none is attested. */
  Optional<Path> verdictKey();
}
