package dev.mintmark.topics;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.sbom.v1.SbomPublished;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** All topics: the one place where their names stand. */
public final class TopicCatalogue {
  private static final int PARTITIONS = 6;

  public static final Topic BUILD_REQUESTED =
      handOff(
          "mintmark.build.requested.v1", BuildRequested.getClassSchema(), "ci", "trainer-ingest");
  public static final Topic MODEL_INGESTED =
      handOff(
          "mintmark.model.ingested.v1",
          ModelIngested.getClassSchema(),
          "trainer-ingest",
          "converter-quantizer");
  public static final Topic MODEL_QUANTIZED =
      handOff(
          "mintmark.model.quantized.v1",
          ModelQuantized.getClassSchema(),
          "converter-quantizer",
          "image-builder");
  public static final Topic IMAGE_BUILT =
      handOff("mintmark.image.built.v1", ImageBuilt.getClassSchema(), "image-builder", "sbom");
  public static final Topic SBOM_PUBLISHED =
      handOff("mintmark.sbom.published.v1", SbomPublished.getClassSchema(), "sbom", "signer");
  public static final Topic RELEASE_SIGNED =
      handOff("mintmark.release.signed.v1", ReleaseSigned.getClassSchema(), "signer", "registry");
  public static final Topic RELEASE_PUBLISHED =
      handOff("mintmark.release.published.v1", ReleasePublished.getClassSchema(), "registry", "ci");

  /** Any step may refuse a release. */
  public static final Topic RELEASE_REJECTED =
      new Topic(
          "mintmark.release.rejected.v1",
          ReleaseRejected.getClassSchema(),
          PARTITIONS,
          Optional.empty(),
          List.of(
              "trainer-ingest",
              "converter-quantizer",
              "image-builder",
              "sbom",
              "signer",
              "registry"),
          List.of("release-ledger", "ci"));

  private static final List<Topic> ALL =
      List.of(
          BUILD_REQUESTED,
          MODEL_INGESTED,
          MODEL_QUANTIZED,
          IMAGE_BUILT,
          SBOM_PUBLISHED,
          RELEASE_SIGNED,
          RELEASE_PUBLISHED,
          RELEASE_REJECTED);

  private TopicCatalogue() {}

  /** Every topic, in the order in which a release passes them. */
  public static List<Topic> all() {
    return ALL;
  }

  /** The topic of that name. */
  public static Optional<Topic> find(String name) {
    return ALL.stream().filter(t -> t.name().equals(name)).findFirst();
  }

  private static Topic handOff(String name, Schema schema, String madeBy, String readBy) {
    return new Topic(
        name,
        schema,
        PARTITIONS,
        Optional.empty(),
        List.of(madeBy),
        List.of(readBy, "release-ledger"));
  }
}
