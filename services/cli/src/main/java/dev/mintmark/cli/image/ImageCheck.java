package dev.mintmark.cli.image;

import dev.mintmark.cli.image.ImageParts.PlatformImage;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.cli.verify.Finding;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.packages.PackageException;
import dev.mintmark.verify.policy.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** Reads all of an image and its models, and holds every byte to its digest. */
public final class ImageCheck {
  private final ImageSource source;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Digest, Wanted> blobs = new LinkedHashMap<>();

  public ImageCheck(ImageSource source) {
    this.source = source;
  }

  /**
   * A blob to be read.
   *
   * @param diffId of a layer of an image
   */
  private record Wanted(String object, Descriptor blob, Optional<Digest> diffId) {}

  /**
   * Checks.
   *
   * @param trust by which everything must be signed; empty to find out only whether there are
   *     signatures
   * @param progress makes what shows how far it is, of so many bytes
   * @throws dev.mintmark.cli.failure.CommandException CLI-020, CLI-136, and the code of a document
   *     that keeps the rest from being looked at
   */
  public ImageReport run(Optional<Trust> trust, LongFunction<Progress> progress) {
    return ImageRefusals.coded(source.name(), () -> check(trust, progress));
  }

  private ImageReport check(Optional<Trust> trust, LongFunction<Progress> progress)
      throws IOException {
    ImageParts parts = ImageParts.read(source);
    List<TargetNote> targets = TargetNote.of(source, parts.top());
    SignatureCheck signatures = new SignatureCheck(source, parts.top());
    if (trust.isPresent()) {
      findings.addAll(signatures.findings(trust.get()));
    } else {
      hold(
          parts.top().document().mediaType().contains("index") ? "index" : "manifest",
          parts.top().artifact());
      parts.images().forEach(image -> hold(image.words(), image.fetched().artifact()));
    }
    SignatureState state = signatures.state(trust.isPresent());
    parts.images().forEach(this::want);
    targets.forEach(this::want);
    read(progress);
    return new ImageReport(
        source.name(),
        parts.top().artifact().digest(),
        findings,
        parts.platforms().stream().map(Platform::toString).toList(),
        targets,
        parts.top().document().annotations(),
        state);
  }

  private void hold(String object, Artifact document) {
    boolean isThere =
        findings.stream().anyMatch(finding -> finding.digest().equals(document.digest()));
    if (!isThere) {
      findings.add(new Finding(object, document.digest(), document.size(), true, "digest"));
    }
  }

  private void want(PlatformImage image) {
    String suffix = image.platform().map(p -> " " + p).orElse("");
    want("config" + suffix, image.manifest().config(), Optional.empty());
    for (int i = 0; i < image.manifest().layers().size(); i++) {
      want("layer" + suffix, image.manifest().layers().get(i), image.diffId(i));
    }
  }

  private void want(TargetNote target) {
    for (Descriptor file : target.files()) {
      want("model file " + target.target(), file, Optional.empty());
    }
  }

  private void want(String object, Descriptor blob, Optional<Digest> diffId) {
    blobs.putIfAbsent(blob.digest(), new Wanted(object, blob, diffId));
  }

  private void read(LongFunction<Progress> progress) throws IOException {
    long total = blobs.values().stream().mapToLong(wanted -> wanted.blob().size()).sum();
    try (Progress shown = progress.apply(total)) {
      for (Wanted wanted : blobs.values()) {
        findings.add(finding(wanted));
        shown.advance(wanted.blob().size());
      }
    }
  }

  private Finding finding(Wanted wanted) throws IOException {
    Descriptor blob = wanted.blob();
    try (StoredBlob stored = source.open(blob)) {
      try (InputStream in = stored.bytes().open()) {
        BlobCheck.requireDigest(blob, Digest.of(in));
      }
      if (wanted.diffId().isPresent()) {
        try (InputStream tar = BlobCheck.unpacked(blob, stored)) {
          BlobCheck.requireDiffId(blob, wanted.diffId().get(), Digest.of(tar));
        }
      }
      String held = wanted.diffId().isPresent() ? "digest, diff id" : "digest";
      return new Finding(wanted.object(), blob.digest(), blob.size(), true, held);
    } catch (OciException | PackageException e) {
      String why = ImageRefusals.printable(String.valueOf(e.getMessage()));
      return new Finding(wanted.object(), blob.digest(), blob.size(), false, why);
    }
  }
}
