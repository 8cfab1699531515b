package dev.mintmark.verify.cosign;

import dev.mintmark.content.Artifact;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.intoto.Subject;
import java.util.List;
import java.util.Optional;

/**
 * What is signed when a manifest is: made in this one place, whether a key then signs it or a
 * rebuild only compares it.
 *
 * @param image the payload behind cosign 2's tag
 * @param statement the payload inside cosign 3's envelope
 */
public record ImagePayloads(SimpleSigning image, Statement statement) {

  /**
   * The payloads of one manifest.
   *
   * @param repository logical repository, without a host
   */
  public static ImagePayloads of(Artifact manifest, String repository) {
    return new ImagePayloads(
        new SimpleSigning(repository, manifest.digest()),
        new Statement(
            List.of(new Subject(Optional.of(repository), manifest.digest())),
            ImageSigner.PREDICATE_TYPE,
            CanonicalJson.object()));
  }

  /** The exact bytes under cosign 2's signature. */
  public byte[] simpleSigning() {
    return image.bytes();
  }
}
