package dev.mintmark.topics;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.device.v1.DeviceCounted;
import dev.mintmark.events.device.v1.DeviceEnrolled;
import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.events.device.v1.DeviceReported;
import dev.mintmark.events.device.v1.DeviceSummarized;
import dev.mintmark.events.evidence.v1.EvidenceAttested;
import dev.mintmark.events.fleet.v1.FleetMetrics;
import dev.mintmark.events.fleet.v1.FleetSummed;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.rebuild.v1.RebuildOrdered;
import dev.mintmark.events.rebuild.v1.RebuildPrepared;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.events.release.v1.ReleaseReproduced;
import dev.mintmark.events.release.v1.ReleaseRevoked;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.release.v1.ReleaseWithdrawn;
import dev.mintmark.events.rollout.v1.RolloutApproved;
import dev.mintmark.events.rollout.v1.RolloutChanged;
import dev.mintmark.events.rollout.v1.RolloutRequested;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.events.verdict.v1.VerdictPublished;
import dev.mintmark.events.verdict.v1.VerdictSigned;
import dev.mintmark.topics.Topic.Form;
import dev.mintmark.topics.Topic.Kept;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** All topics: the one place where their names stand. */
public final class TopicCatalogue {
  private static final int PARTITIONS = 6;

  private static final Set<String> NOT_REBUILT = Set.of("registry", "evidence");

  /** Of what operators ask for: seldom, beside what CI and devices send. */
  private static final int DECISION_PARTITIONS = 2;

  /** CI asks through trainer-ingest's door, or writes it itself. */
  public static final Topic BUILD_REQUESTED =
      new Topic(
          "mintmark.build.requested.v1",
          BuildRequested.getClassSchema(),
          Form.RAW,
          PARTITIONS,
          new Kept.Forever(),
          List.of("ci", "trainer-ingest"),
          List.of("trainer-ingest", "release-ledger"));

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
      handOff("mintmark.sbom.published.v1", SbomPublished.getClassSchema(), "sbom", "evidence");

  /** A rebuild has no twin of it: its signer prepares unsigned what this would carry signed. */
  public static final Topic EVIDENCE_ATTESTED =
      handOff(
          "mintmark.evidence.attested.v1", EvidenceAttested.getClassSchema(), "evidence", "signer");

  public static final Topic RELEASE_SIGNED =
      handOff("mintmark.release.signed.v1", ReleaseSigned.getClassSchema(), "signer", "registry");
  public static final Topic RELEASE_PUBLISHED =
      new Topic(
          "mintmark.release.published.v1",
          ReleasePublished.getClassSchema(),
          Form.RAW,
          PARTITIONS,
          new Kept.Forever(),
          List.of("registry"),
          List.of("registry", "canary-controller", "release-ledger", "ci"));

  /** Any step may refuse a release. */
  public static final Topic RELEASE_REJECTED =
      new Topic(
          "mintmark.release.rejected.v1",
          ReleaseRejected.getClassSchema(),
          Form.RAW,
          PARTITIONS,
          new Kept.Forever(),
          List.of(
              "trainer-ingest",
              "converter-quantizer",
              "image-builder",
              "sbom",
              "evidence",
              "signer",
              "registry"),
          List.of("release-ledger", "ci"));

  public static final Topic ROLLOUT_REQUESTED =
      rollout("mintmark.rollout.requested.v1", RolloutRequested.getClassSchema());
  public static final Topic ROLLOUT_APPROVED =
      rollout("mintmark.rollout.approved.v1", RolloutApproved.getClassSchema());
  public static final Topic ROLLOUT_CHANGED =
      rollout("mintmark.rollout.changed.v1", RolloutChanged.getClassSchema());

  public static final Topic DEVICE_ENROLLED =
      device(
          "mintmark.device.enrolled.v1",
          DeviceEnrolled.getClassSchema(),
          new Kept.Forever(),
          "canary-controller",
          "release-ledger");
  public static final Topic DEVICE_REPORTED =
      device(
          "mintmark.device.reported.v1",
          DeviceReported.getClassSchema(),
          new Kept.Forever(),
          "canary-controller",
          "release-ledger");
  public static final Topic DEVICE_HEARTBEAT =
      device(
          "mintmark.device.heartbeat.v1",
          DeviceHeartbeat.getClassSchema(),
          new Kept.For(Duration.ofDays(7)),
          "telemetry-aggregator",
          "telemetry-aggregator");

  /** Evidence is kept as an artifact with each verdict; the topic lets it be made again. */
  public static final Topic DEVICE_SUMMARIZED =
      device(
          "mintmark.device.summarized.v1",
          DeviceSummarized.getClassSchema(),
          new Kept.For(Duration.ofDays(90)),
          "telemetry-aggregator",
          "canary-controller");

  public static final Topic DEVICE_COUNTED =
      new Topic(
          "mintmark.device.counted.v1",
          DeviceCounted.getClassSchema(),
          Form.RAW,
          PARTITIONS,
          new Kept.LastOfEachKey(),
          List.of("telemetry-aggregator"),
          List.of("telemetry-aggregator"));
  public static final Topic FLEET_SUMMED =
      new Topic(
          "mintmark.fleet.summed.v1",
          FleetSummed.getClassSchema(),
          Form.RAW,
          PARTITIONS,
          new Kept.For(Duration.ofDays(1)),
          List.of("telemetry-aggregator"),
          List.of("telemetry-aggregator"));
  public static final Topic FLEET_METRICS =
      device(
          "mintmark.fleet.metrics.v1",
          FleetMetrics.getClassSchema(),
          new Kept.For(Duration.ofDays(90)),
          "telemetry-aggregator",
          "consumers",
          "telemetry-aggregator");

  /** An operator asks; the ledger replays the recorded request on its twin. */
  public static final Topic REBUILD_ORDERED =
      decision(
          "mintmark.rebuild.ordered.v1",
          RebuildOrdered.getClassSchema(),
          "release-ledger",
          "release-ledger");

  /** The last hand-off of a rebuild: it has nothing that is signed. */
  public static final Topic REBUILD_PREPARED =
      decision(
          "mintmark.rebuild.prepared.v1",
          RebuildPrepared.getClassSchema(),
          "signer",
          "release-ledger");

  public static final Topic RELEASE_REPRODUCED =
      decision(
          "mintmark.release.reproduced.v1",
          ReleaseReproduced.getClassSchema(),
          "release-ledger",
          "verdict",
          "release-ledger",
          "ci");
  public static final Topic VERDICT_SIGNED =
      decision(
          "mintmark.verdict.signed.v1",
          VerdictSigned.getClassSchema(),
          "verdict",
          "registry",
          "release-ledger");
  public static final Topic VERDICT_PUBLISHED =
      decision(
          "mintmark.verdict.published.v1",
          VerdictPublished.getClassSchema(),
          "registry",
          "registry",
          "release-ledger",
          "ci");

  /** Every door reads it. */
  public static final Topic RELEASE_REVOKED =
      decision(
          "mintmark.release.revoked.v1",
          ReleaseRevoked.getClassSchema(),
          "release-ledger",
          "registry",
          "canary-controller",
          "release-ledger",
          "ci");

  public static final Topic RELEASE_WITHDRAWN =
      decision(
          "mintmark.release.withdrawn.v1",
          ReleaseWithdrawn.getClassSchema(),
          "registry",
          "release-ledger",
          "ci");

  /** Hand-offs that a rebuild does again: each has a twin that no door to the fleet reads. */
  private static final Map<Topic, Topic> TWINS =
      twins(
          BUILD_REQUESTED,
          MODEL_INGESTED,
          MODEL_QUANTIZED,
          IMAGE_BUILT,
          SBOM_PUBLISHED,
          RELEASE_REJECTED);

  private static final List<Topic> DECISIONS =
      List.of(
          REBUILD_ORDERED,
          REBUILD_PREPARED,
          RELEASE_REPRODUCED,
          VERDICT_SIGNED,
          VERDICT_PUBLISHED,
          RELEASE_REVOKED,
          RELEASE_WITHDRAWN);

  private static final List<Topic> RELEASES =
      List.of(
          BUILD_REQUESTED,
          MODEL_INGESTED,
          MODEL_QUANTIZED,
          IMAGE_BUILT,
          SBOM_PUBLISHED,
          EVIDENCE_ATTESTED,
          RELEASE_SIGNED,
          RELEASE_PUBLISHED,
          RELEASE_REJECTED);

  private static final List<Topic> FLEET =
      List.of(
          ROLLOUT_REQUESTED,
          ROLLOUT_APPROVED,
          ROLLOUT_CHANGED,
          DEVICE_ENROLLED,
          DEVICE_REPORTED,
          DEVICE_HEARTBEAT,
          DEVICE_COUNTED,
          DEVICE_SUMMARIZED,
          FLEET_SUMMED,
          FLEET_METRICS);

  private static final List<Topic> ALL =
      Stream.of(RELEASES, DECISIONS, List.copyOf(TWINS.values()), FLEET)
          .flatMap(List::stream)
          .toList();

  private TopicCatalogue() {}

  /** Every topic. */
  public static List<Topic> all() {
    return ALL;
  }

  /** The hand-offs, in the order in which a release passes them, and its rejection. */
  public static List<Topic> releases() {
    return RELEASES;
  }

  /** Rebuilds, their verdicts, and revocations. */
  public static List<Topic> decisions() {
    return DECISIONS;
  }

  /** Where a rebuild hands the same off; in the order of the line. */
  public static List<Topic> twins() {
    return List.copyOf(TWINS.values());
  }

  /** The twin on which a rebuild hands off; empty for a topic that a rebuild never writes. */
  public static Optional<Topic> twin(Topic live) {
    return Optional.ofNullable(TWINS.get(live));
  }

  /** Whether the steps of rebuilds hand off on it, and those of the line do not. */
  public static boolean isOfRebuilds(Topic topic) {
    return topic.equals(REBUILD_PREPARED) || TWINS.containsValue(topic);
  }

  /** The topic of that name. */
  public static Optional<Topic> find(String name) {
    return ALL.stream().filter(t -> t.name().equals(name)).findFirst();
  }

  private static Topic handOff(String name, Schema schema, String madeBy, String readBy) {
    return new Topic(
        name,
        schema,
        Form.RAW,
        PARTITIONS,
        new Kept.Forever(),
        List.of(madeBy),
        List.of(readBy, "release-ledger"));
  }

  private static Topic decision(String name, Schema schema, String madeBy, String... readBy) {
    return new Topic(
        name,
        schema,
        Form.RAW,
        DECISION_PARTITIONS,
        new Kept.Forever(),
        List.of(madeBy),
        List.of(readBy));
  }

  private static Map<Topic, Topic> twins(Topic... live) {
    Map<Topic, Topic> twins = new LinkedHashMap<>();
    for (Topic topic : live) {
      // The ledger replays requests and judges; nobody of the fleet reads any of these. A rebuild
      // has one signer, which has no key and stands for all that have one.
      boolean requested = topic == BUILD_REQUESTED;
      twins.put(
          topic,
          new Topic(
              topic.name().replaceFirst("^mintmark\\.", "mintmark.rebuild."),
              topic.schema(),
              Form.RAW,
              DECISION_PARTITIONS,
              new Kept.Forever(),
              requested
                  ? List.of("release-ledger")
                  : topic.madeBy().stream().filter(by -> !NOT_REBUILT.contains(by)).toList(),
              topic.readBy().stream()
                  .filter(by -> !by.equals("ci"))
                  .map(by -> by.equals("evidence") ? "signer" : by)
                  .toList()));
    }
    return Collections.unmodifiableMap(twins);
  }

  /** Keyed by release, so that a rollout's events keep their order. */
  private static Topic rollout(String name, Schema schema) {
    return new Topic(
        name,
        schema,
        Form.RAW,
        PARTITIONS,
        new Kept.Forever(),
        List.of("canary-controller"),
        List.of("telemetry-aggregator", "release-ledger", "consumers"));
  }

  /**
   * Keyed by device, or by release and class; never part of a release, so common clients read it.
   */
  private static Topic device(
      String name, Schema schema, Kept kept, String madeBy, String... readBy) {
    return new Topic(name, schema, Form.FRAMED, PARTITIONS, kept, List.of(madeBy), List.of(readBy));
  }
}
