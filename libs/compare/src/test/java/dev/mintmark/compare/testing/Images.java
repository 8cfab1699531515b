package dev.mintmark.compare.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.compare.source.Side;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.ArtifactTypes;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import java.util.List;
import java.util.Map;

/** An image with one platform, two layers and one model. */
public final class Images {
  /** What makes the image; each part may be another one. */
  public record Parts(byte[] config, byte[] runtime, byte[] app, byte[] model) {
    public static Parts usual() {
      return new Parts(
          "{\"created\":\"2026-01-01T00:00:00Z\",\"os\":\"linux\"}".getBytes(UTF_8),
          Gzip.of(TarFile.of(TarFile.Entry.file("lib/libonnx.so", "native")).bytes()),
          Gzip.of(appTar("{\"threshold\":0.5}")),
          Models.model().toByteArray());
    }

    public Parts withConfig(String json) {
      return new Parts(json.getBytes(UTF_8), runtime, app, model);
    }

    public Parts withApp(byte[] layer) {
      return new Parts(config, runtime, layer, model);
    }

    public Parts withModel(byte[] bytes) {
      return new Parts(config, runtime, app, bytes);
    }
  }

  private Images() {}

  /** The tar of an app that has a JSON file. */
  public static byte[] appTar(String json) {
    return TarFile.of(
            TarFile.Entry.file("opt/app/config.json", json),
            TarFile.Entry.file("opt/app/serve.py", "print('hello')\n"))
        .bytes();
  }

  public static Side side(Parts parts) {
    Shelf shelf = new Shelf();
    return shelf.side(put(parts, shelf));
  }

  /** Puts everything; the index is what comes back. */
  public static Artifact put(Parts parts, Shelf shelf) {
    Artifact config = shelf.put(OciMediaTypes.CONFIG, parts.config());
    Artifact runtime = shelf.put(OciMediaTypes.LAYER_GZIP, parts.runtime());
    Artifact app = shelf.put(OciMediaTypes.LAYER_GZIP, parts.app());
    Manifest image =
        Manifest.image(
            Descriptor.of(config), List.of(Descriptor.of(runtime), Descriptor.of(app)), Map.of());
    Artifact model = shelf.put(MediaTypes.ONNX, parts.model());
    Manifest modelManifest =
        Manifest.ofArtifact(
            ArtifactTypes.MODEL, List.of(Descriptor.of(model)), null, Map.of("epoch", "0"));
    Artifact imageManifest = shelf.put(OciMediaTypes.MANIFEST, image.bytes());
    Artifact stored = shelf.put(OciMediaTypes.MANIFEST, modelManifest.bytes());
    ImageIndex index =
        ImageIndex.ofPlatforms(
            Map.of(Platform.LINUX_AMD64, Descriptor.of(imageManifest)),
            Map.of("dev.mintmark.model.cpu-amd64", stored.digest().toString()));
    return shelf.put(OciMediaTypes.INDEX, index.bytes());
  }
}
