package dev.mintmark.device.pull;

import static dev.mintmark.device.refusal.DeviceException.requireSame;

import dev.mintmark.content.Digest;
import dev.mintmark.device.admit.Admitted;
import dev.mintmark.device.admit.Registry;
import dev.mintmark.device.refusal.DeviceCode;
import dev.mintmark.device.refusal.DeviceException;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.verify.release.Blob;
import dev.mintmark.verify.release.Image;
import dev.mintmark.verify.release.Layer;
import dev.mintmark.verify.release.ReleaseStatement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Pulls the image: index, manifest, config, layers, each as the statement says. */
public final class ImagePull {
  private final Registry registry;
  private final BlobFolder blobs;

  public ImagePull(Registry registry, BlobFolder blobs) {
    this.registry = registry;
    this.blobs = blobs;
  }

  /**
   * Pulls and checks.
   *
   * @return the number of layers
   * @throws DeviceException DEV-001, DEV-020 to DEV-023
   */
  public int pull(Admitted admitted) {
    ReleaseStatement statement = admitted.statement();
    Image image = statement.image();
    requireSame(
        DeviceCode.INDEX,
        "the index's image for " + statement.platform(),
        image.manifest(),
        listed(admitted, Platform.parse(statement.platform())));
    Manifest manifest = manifest(image);
    requireSame(DeviceCode.IMAGE, "the image's config", image.config(), blob(manifest.config()));
    requireSame(
        DeviceCode.IMAGE,
        "the image's list of layers",
        image.layers().stream().map(Layer::blob).toList(),
        manifest.layers().stream().map(ImagePull::blob).toList());
    checkConfig(statement);
    image.layers().forEach(this::pull);
    return image.layers().size();
  }

  private static Blob listed(Admitted admitted, Platform platform) {
    try {
      return blob(((ImageIndex) admitted.index().document()).manifestFor(platform));
    } catch (OciException e) {
      throw new DeviceException(DeviceCode.INDEX, String.valueOf(e.getMessage()), e);
    }
  }

  private Manifest manifest(Image image) {
    var fetched = registry.manifest(image.manifest().digest(), DeviceCode.IMAGE);
    if (fetched.document() instanceof Manifest manifest) {
      return manifest;
    }
    throw new DeviceException(
        DeviceCode.IMAGE, "cannot use " + image.manifest().digest() + ": it is no image manifest");
  }

  private void checkConfig(ReleaseStatement statement) {
    ImageConfig config;
    try {
      config = OciReader.config(blobs.read(statement.image().config(), DeviceCode.IMAGE));
    } catch (OciException e) {
      throw new DeviceException(DeviceCode.IMAGE, String.valueOf(e.getMessage()), e);
    }
    requireSame(
        DeviceCode.IMAGE,
        "the config's platform",
        statement.platform(),
        config.platform().toString());
    List<Digest> diffIds = statement.image().layers().stream().map(Layer::diffId).toList();
    requireSame(DeviceCode.DIFF_ID, "the config's diff ids", diffIds, config.diffIds());
  }

  private void pull(Layer layer) {
    Path file = blobs.fetch(layer.blob(), DeviceCode.LAYER);
    Digest tar;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
      tar = Digest.of(in);
    } catch (IOException e) {
      throw new DeviceException(
          DeviceCode.DIFF_ID, "cannot unpack layer " + layer.blob().digest() + ": " + e, e);
    }
    requireSame(DeviceCode.DIFF_ID, "layer " + layer.blob().digest(), layer.diffId(), tar);
  }

  static Blob blob(Descriptor descriptor) {
    return new Blob(descriptor.digest(), descriptor.size());
  }
}
