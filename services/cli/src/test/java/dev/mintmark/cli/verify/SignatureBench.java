package dev.mintmark.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryPush;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ArtifactManifest;
import dev.mintmark.verify.cosign.BundleReferrer;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.intoto.Subject;
import dev.mintmark.verify.key.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An image with attestations in a registry, and the signing of it. */
final class SignatureBench implements AutoCloseable {
  private static final int STATEMENT_BYTES = 20_000;

  private final RegistryPush registry;
  private final SigningKey release;
  private final SigningKey evidence;

  SignatureBench(URI registry, SigningKey release, SigningKey evidence) {
    this.registry = new RegistryPush(registry, Credentials.anonymous());
    this.release = release;
    this.evidence = evidence;
  }

  /** Pushes an image, and so many attestations of 20 kB by the evidence key. */
  Artifact image(RepositoryName repository, int attestations) throws IOException {
    byte[] config = "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(UTF_8);
    byte[] layer = repository.value().getBytes(UTF_8);
    Manifest manifest =
        Manifest.image(
            Descriptor.of(Artifact.of(config, OciMediaTypes.CONFIG)),
            List.of(Descriptor.of(Artifact.of(layer, OciMediaTypes.LAYER_GZIP))),
            Map.of());
    blob(repository, config);
    blob(repository, layer);
    Artifact image = Artifact.of(manifest.bytes(), OciMediaTypes.MANIFEST);
    registry.manifest(repository, manifest.bytes(), OciMediaTypes.MANIFEST);
    List<Descriptor> referrers = new ArrayList<>();
    for (int i = 0; i < attestations; i++) {
      Statement statement =
          new Statement(
              List.of(new Subject(Optional.of(repository.value()), image.digest())),
              "https://example.com/attestation/v1",
              CanonicalJson.object().put("n", i).put("text", "x".repeat(STATEMENT_BYTES)));
      SigstoreBundle bundle = SigstoreBundle.sign(statement, evidence);
      referrers.add(push(repository, BundleReferrer.of(bundle, statement, image, Instant.EPOCH)));
    }
    registry.refer(repository, image.digest(), referrers);
    return image;
  }

  /** What cosign 3 writes: the bundle. */
  void signBundle(RepositoryName repository, Artifact image) throws IOException {
    ArtifactManifest made =
        new ImageSigner(release, Instant.EPOCH).bundleReferrer(image, repository.value());
    registry.refer(repository, image.digest(), List.of(push(repository, made)));
  }

  /** What cosign 2 and podman read, beside it. */
  void signTag(RepositoryName repository, Artifact image) throws IOException {
    ArtifactManifest made =
        new ImageSigner(release, Instant.EPOCH).signatureTag(image, repository.value());
    blob(repository, made.config().content());
    blob(repository, made.layers().getFirst().content());
    registry.tag(
        repository,
        new Tag(made.tag().orElseThrow()),
        made.bytes().content(),
        OciMediaTypes.MANIFEST);
  }

  private Descriptor push(RepositoryName repository, ArtifactManifest made) throws IOException {
    blob(repository, made.config().content());
    for (ArtifactManifest.Blob layer : made.layers()) {
      blob(repository, layer.content());
    }
    registry.manifest(repository, made.bytes().content(), OciMediaTypes.MANIFEST);
    Manifest manifest = OciReader.manifest(made.bytes().content());
    Descriptor plain = Descriptor.of(made.bytes().artifact(), manifest.annotations());
    return manifest.referrerType().map(plain::withArtifactType).orElse(plain);
  }

  private void blob(RepositoryName repository, byte[] bytes) throws IOException {
    registry.blob(
        repository,
        Artifact.of(bytes, OciMediaTypes.CONFIG),
        from -> new ByteArrayInputStream(bytes, (int) from, bytes.length - (int) from),
        sent -> {});
  }

  @Override
  public void close() {
    registry.close();
  }
}
