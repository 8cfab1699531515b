package dev.mintmark.device.pull;

import static dev.mintmark.device.refusal.DeviceException.requireSame;

import dev.mintmark.device.admit.Registry;
import dev.mintmark.device.refusal.DeviceCode;
import dev.mintmark.device.refusal.DeviceException;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.verify.release.Blob;
import dev.mintmark.verify.release.Model;
import dev.mintmark.verify.release.NamedBlob;
import dev.mintmark.verify.release.ReleaseStatement;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Pulls the model with its samples and recorded outputs, and the bills of materials. */
public final class ModelPull {
  private final Registry registry;
  private final BlobFolder blobs;

  public ModelPull(Registry registry, BlobFolder blobs) {
    this.registry = registry;
    this.blobs = blobs;
  }

  /**
   * Pulls and checks.
   *
   * @throws DeviceException DEV-001, DEV-024, DEV-026
   */
  public PulledModel pull(Model model) {
    requireSame(
        DeviceCode.MODEL,
        "the model artifact's list of files",
        files(model),
        files(manifest(model)));
    byte[] file = blobs.read(model.file(), DeviceCode.MODEL);
    return new PulledModel(file, contents(model.smoke()), contents(model.expected()));
  }

  /**
   * Pulls the bills of materials: a device keeps what it runs accounted for.
   *
   * @throws DeviceException DEV-001, DEV-025
   */
  public void pullBoms(ReleaseStatement statement) {
    blobs.fetch(statement.boms().image(), DeviceCode.SBOM);
    blobs.fetch(statement.boms().model(), DeviceCode.SBOM);
  }

  private Manifest manifest(Model model) {
    var fetched = registry.manifest(model.manifest().digest(), DeviceCode.MODEL);
    if (fetched.document() instanceof Manifest manifest) {
      return manifest;
    }
    throw new DeviceException(
        DeviceCode.MODEL, "cannot use " + model.manifest().digest() + ": it is no manifest");
  }

  private static SortedMap<String, Blob> files(Model model) {
    SortedMap<String, Blob> files = new TreeMap<>();
    files.put("model.onnx", model.file());
    model.smoke().forEach(file -> files.put("smoke/" + file.path(), file.blob()));
    model.expected().forEach(file -> files.put("expected/" + file.path(), file.blob()));
    return files;
  }

  private static SortedMap<String, Blob> files(Manifest manifest) {
    SortedMap<String, Blob> files = new TreeMap<>();
    manifest
        .layers()
        .forEach(layer ->
            files.put(
                layer.annotations().getOrDefault(Annotations.TITLE, ""), ImagePull.blob(layer)));
    return files;
  }

  private SortedMap<String, byte[]> contents(List<NamedBlob> files) {
    SortedMap<String, byte[]> contents = new TreeMap<>();
    files.forEach(file -> contents.put(file.path(), blobs.read(file.blob(), DeviceCode.SAMPLE)));
    return contents;
  }
}
