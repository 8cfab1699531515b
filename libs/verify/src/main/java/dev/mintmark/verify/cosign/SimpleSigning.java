package dev.mintmark.verify.cosign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.json.Fields;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;

/**
 * The payload that cosign 2 signs for an image (cosign, specs/SIGNATURE_SPEC.md).
 *
 * @param repository the logical repository, without a host: the same after mirroring
 */
public record SimpleSigning(String repository, Digest manifest) {
  public static final String MEDIA_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";

  private static final String TYPE = "cosign container image signature";
  private static final String WHAT = "simple signing payload";

  /** The compact JSON form, in cosign's order. */
  public byte[] bytes() {
    ObjectNode json = CanonicalJson.object();
    ObjectNode critical = json.putObject("critical");
    critical.putObject("identity").put("docker-reference", repository);
    critical.putObject("image").put("docker-manifest-digest", manifest.toString());
    critical.put("type", TYPE);
    json.putNull("optional");
    return CanonicalJson.write(json);
  }

  /**
   * Reads the JSON form. What stands in {@code optional} is not looked at.
   *
   * @throws RefusedException VER-010, VER-018
   */
  public static SimpleSigning read(byte[] bytes) {
    Fields critical =
        new Fields(Documents.read(bytes, WHAT), WHAT, RefusalCode.SIMPLE_SIGNING_FORM)
            .only("critical", "optional")
            .object("critical")
            .only("identity", "image", "type");
    critical.require("type", TYPE);
    Fields image = critical.object("image").only("docker-manifest-digest");
    String digest = image.string("docker-manifest-digest");
    if (!Digest.isDigest(digest)) {
      throw image.refused("has no whole digest but '" + digest + "'");
    }
    String repository =
        critical.object("identity").only("docker-reference").string("docker-reference");
    return new SimpleSigning(repository, Digest.parse(digest));
  }
}
