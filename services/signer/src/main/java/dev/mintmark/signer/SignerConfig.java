package dev.mintmark.signer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Configuration of the signer. A rebuild reads no key at all. */
@ConfigMapping(prefix = "mintmark.signer")
interface SignerConfig {
  /** What this process signs: {@code release}, {@code evidence} or {@code verdict}. */
  @WithDefault("release")
  Role role();

  /** PEM file (PKCS#8, P-256) of the release key, readable by its owner alone. */
  Optional<Path> releaseKey();

  /** The same of the key that attests bills of materials and provenance. */
  Optional<Path> evidenceKey();

  /** Public half of the evidence key, PEM: whose attestations a release must have. */
  Optional<Path> evidencePublicKey();

  /** As {@link #releaseKey} of the key that attests verdicts of rebuilds. */
  Optional<Path> verdictKey();

  /** Public halves of the other roles' keys, PEM: this role's key must be none of them. */
  Optional<List<Path>> otherPublicKeys();
}
