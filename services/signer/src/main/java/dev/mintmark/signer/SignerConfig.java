package dev.mintmark.signer;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Configuration of the signer. */
@ConfigMapping(prefix = "mintmark.signer")
interface SignerConfig {
  /** PEM file (PKCS#8, P-256) of the release key, readable by its owner alone. */
  Path releaseKey();
}
