package dev.mintmark.cli.image;

import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.verify.registry.TinyRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** An image of one layer, whose config may lie about it. */
final class PlainImage implements AutoCloseable {
  private final TinyRegistry registry = new TinyRegistry(SmallImage.REPOSITORY);
  private final Digest manifest;

  /**
   * @param layer its bytes
   * @param said whose digest the config says it unpacks to
   */
  PlainImage(byte[] layer, byte[] said) {
    ImageConfig config =
        new ImageConfig(
            SmallImage.EPOCH,
            Platform.LINUX_AMD64,
            new ImageConfig.Run(
                null, new TreeSet<>(), List.of(), List.of(), List.of(), null, new TreeMap<>()),
            List.of(Digest.of(said)),
            List.of());
    byte[] blob = SmallImage.gzip(layer);
    registry.blob(blob);
    registry.blob(config.bytes());
    byte[] bytes =
        Manifest.image(
                Descriptor.of(config.artifact()),
                List.of(Descriptor.of(Artifact.of(blob, OciMediaTypes.LAYER_GZIP))),
                Map.of())
            .bytes();
    manifest = registry.manifest(bytes, OciMediaTypes.MANIFEST);
  }

  ImageSource open() {
    return RegistryImage.of(
        registry.uri(),
        ImageReference.parse(SmallImage.REPOSITORY + "@" + manifest),
        Credentials.anonymous(),
        Optional.empty());
  }

  @Override
  public void close() {
    registry.close();
  }
}
