package dev.mintmark.verify.cosign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Artifact;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.cosign.ArtifactManifest.Blob;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.key.SigningKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageSignerTest {
  private static final Artifact INDEX =
      Artifact.of("{}".getBytes(UTF_8), "application/vnd.oci.image.index.v1+json");
  private static final String REPOSITORY = "vision/face-detect";

  private final SigningKey key = SigningKey.generate();
  private final ImageSigner signer = new ImageSigner(key, Instant.ofEpochSecond(1780000000));
  private final ReleaseVerifier verifier = new ReleaseVerifier(List.of(key.verificationKey()));

  @Test
  void writesAReferrerThatOurVerifierAccepts() {
    ArtifactManifest referrer = signer.bundleReferrer(INDEX, REPOSITORY);
    assertThat(referrer.subject()).contains(INDEX.digest());
    assertThat(
            verifier.verifyBundle(
                referrer.layers().getFirst().content(), INDEX.digest(), REPOSITORY))
        .isInstanceOf(Verdict.Verified.class);
    String hex = INDEX.digest().hex();
    Blob layer = referrer.layers().getFirst();
    assertThat(referrer.bytes().content())
        .asString()
        .isEqualTo(
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                + "\"artifactType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\","
                + "\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":"
                + "\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\","
                + "\"size\":2},"
                + "\"layers\":[{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\","
                + ("\"digest\":\"" + layer.artifact().digest() + "\",")
                + ("\"size\":" + layer.artifact().size() + "}],")
                + "\"subject\":{\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
                + ("\"digest\":\"sha256:" + hex + "\",\"size\":2},")
                + "\"annotations\":{\"dev.sigstore.bundle.content\":\"dsse-envelope\","
                + "\"dev.sigstore.bundle.predicateType\":\"https://sigstore.dev/cosign/sign/v1\","
                + "\"org.opencontainers.image.created\":\"2026-05-28T20:26:40Z\"}}");
  }

  @Test
  void writesASignatureTagThatOurVerifierAccepts() {
    ArtifactManifest tag = signer.signatureTag(INDEX, REPOSITORY);
    assertThat(tag.tag()).contains("sha256-" + INDEX.digest().hex() + ".sig");
    assertThat(tag.subject()).isEmpty();
    String signature =
        Documents.read(tag.bytes().content(), "manifest")
            .at("/layers/0/annotations/dev.cosignproject.cosign~1signature")
            .textValue();
    assertThat(
            verifier.verifySimpleSigning(
                tag.layers().getFirst().content(),
                Base64.getDecoder().decode(signature),
                INDEX.digest(),
                REPOSITORY))
        .isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void writesTheSameBytesAgain() {
    assertThat(signer.bundleReferrer(INDEX, REPOSITORY).bytes())
        .isEqualTo(signer.bundleReferrer(INDEX, REPOSITORY).bytes());
    assertThat(signer.signatureTag(INDEX, REPOSITORY).bytes())
        .isEqualTo(signer.signatureTag(INDEX, REPOSITORY).bytes());
  }
}
