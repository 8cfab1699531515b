package dev.mintmark.cli.verify;

import dev.mintmark.bom.Bom;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.policy.Trust;
import dev.mintmark.verify.release.Blob;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bills of materials of a release, as its signed statements name them.
 *
 * @param index digest of the release's image index
 * @param documents images by platform, then models by target
 */
public record ReleaseBoms(Digest index, List<Document> documents) {
  public ReleaseBoms {
    documents = List.copyOf(documents);
  }

  /**
   * One document.
   *
   * @param of platform of an image, {@code model} and the target of a model
   * @param image whether it is an image's
   */
  public record Document(String of, boolean image, Artifact artifact, Bom bom) {}

  /**
   * Pulls them.
   *
   * @param trusted whose signatures are believed
   * @throws CommandException SBM-030 for a release that does not verify, SBM-031 for a document
   *     that is none, and as {@link Verification} does
   */
  public static ReleaseBoms of(URI registry, ImageReference release, Trust trusted) {
    try (RegistryClient client = new RegistryClient(registry, Credentials.anonymous())) {
      RegistrySource source = new RegistrySource(client, release.repository());
      return of(source, release, trusted);
    } catch (OciException e) {
      String text = String.valueOf(e.getMessage()).replace(" (" + e.code() + ")", "");
      throw new CommandException(Exit.REFUSED, e.code(), text, e);
    } catch (IOException e) {
      throw new CommandException(
          Exit.NOT_REACHABLE,
          "CLI-020",
          "cannot pull %s from %s: %s".formatted(release, registry, e.getMessage()),
          e);
    }
  }

  static ReleaseBoms of(ReleaseSource source, ImageReference release, VerificationKey key)
      throws IOException {
    return of(source, release, Trust.in(key));
  }

  private static ReleaseBoms of(ReleaseSource source, ImageReference release, Trust trusted)
      throws IOException {
    ReleaseCheck check = new ReleaseCheck(source, release.repository(), trusted);
    Report report = check.checkSigned(release);
    if (!report.verified()) {
      throw new CommandException(
          Exit.REFUSED,
          "SBM-030",
          "%s does not verify; see `mintmark verify %s`".formatted(release, release));
    }
    SortedMap<String, Blob> images = new TreeMap<>();
    SortedMap<String, Blob> models = new TreeMap<>();
    for (CheckedStatement checked : check.statements()) {
      images.put(checked.statement().platform(), checked.statement().boms().image());
      models.put("model " + checked.statement().target(), checked.statement().boms().model());
    }
    List<Document> documents = new ArrayList<>();
    for (Map.Entry<String, Blob> each : images.entrySet()) {
      documents.add(read(source, each.getKey(), true, each.getValue()));
    }
    for (Map.Entry<String, Blob> each : models.entrySet()) {
      documents.add(read(source, each.getKey(), false, each.getValue()));
    }
    return new ReleaseBoms(report.index(), documents);
  }

  private static Document read(ReleaseSource source, String of, boolean image, Blob blob)
      throws IOException {
    Artifact artifact = new Artifact(blob.digest(), MediaTypes.CYCLONEDX, blob.size());
    byte[] bytes = source.blob(Descriptor.of(artifact), Bom.MAX_BYTES);
    try {
      return new Document(of, image, artifact, Bom.parse(of, bytes));
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          Exit.REFUSED,
          "SBM-031",
          "the SBOM %s of %s %s; build the release again"
              .formatted(blob.digest(), of, e.getMessage()),
          e);
    }
  }
}
