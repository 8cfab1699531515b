package dev.mintmark.canary.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.canary.database.Database;
import dev.mintmark.canary.evidence.SummaryLog;
import dev.mintmark.canary.fleet.Fleet;
import dev.mintmark.canary.fleet.Member;
import dev.mintmark.canary.outbox.Outbox;
import dev.mintmark.canary.release.PublishedRelease;
import dev.mintmark.canary.release.Releases;
import dev.mintmark.canary.state.OpenState.Planned;
import dev.mintmark.content.Digest;
import dev.mintmark.gate.cohort.Cohorts;
import dev.mintmark.gate.cohort.Plan;
import dev.mintmark.gate.policy.InvalidPolicyException;
import dev.mintmark.gate.policy.Policy;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.topics.TopicCatalogue;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;

/** Opens rollouts: one at a time, so that no device is in two. Blocks. */
@Singleton
public class Opening {
  private final Database database;
  private final Releases releases;
  private final Rollouts rollouts;
  private final RolloutTables tables;
  private final Fleet fleet;
  private final SummaryLog log;
  private final ArtifactStore artifacts;
  private final Outbox outbox;

  Opening(
      Database database,
      Releases releases,
      Rollouts rollouts,
      RolloutTables tables,
      Fleet fleet,
      SummaryLog log,
      ArtifactStore artifacts,
      Outbox outbox) {
    this.database = database;
    this.releases = releases;
    this.rollouts = rollouts;
    this.tables = tables;
    this.fleet = fleet;
    this.log = log;
    this.artifacts = artifacts;
    this.outbox = outbox;
  }

  /** Everything that a rollout is opened with. */
  private record Start(
      PublishedRelease release,
      Policy policy,
      byte[] policyBytes,
      List<String> classes,
      Map<Integer, Long> evidenceBegin) {}

  /**
   * Opens a rollout.
   *
   * @param policyText YAML
   * @param classes empty for all that the release has targets for
   * @return its id
   * @throws RolloutRefused 404 CAN-041, 422 CAN-042, CAN-044 and CAN-051, 409 CAN-045, and 400 with
   *     the gate's code for a policy that is none or that the fleet can never pass
   */
  public String open(ReleaseId release, String policyText, List<String> classes) {
    byte[] policyBytes = policyText.getBytes(UTF_8);
    Policy policy = policy(policyBytes);
    PublishedRelease found = usable(release);
    List<String> asked = classes(found, classes);
    artifacts.put(policyBytes, RolloutEvents.POLICY);
    // Before the opening: whatever a device sends from then on is behind these offsets.
    Start start = new Start(found, policy, policyBytes, asked, log.end());
    return database.run(session -> open(session, start));
  }

  private static Policy policy(byte[] bytes) {
    try {
      return Policy.parse(bytes);
    } catch (InvalidPolicyException e) {
      throw refused(e);
    }
  }

  private static RolloutRefused refused(InvalidPolicyException e) {
    return new RolloutRefused(400, e.code(), "the policy: " + e.path(), e.found(), e.advice());
  }

  private PublishedRelease usable(ReleaseId id) {
    PublishedRelease release =
        database
            .run(session -> releases.find(session, id))
            .orElseThrow(() ->
                new RolloutRefused(
                    404,
                    "CAN-041",
                    "release " + id,
                    "it was never published",
                    "see `mintmark release list`"));
    release
        .refused()
        .ifPresent(why -> {
          throw why.code().equals(PublishedRelease.REVOKED)
              ? new RolloutRefused(
                  409, why.code(), "release " + id, why.reason(), "roll out a newer version")
              : new RolloutRefused(
                  422,
                  "CAN-042",
                  "release " + id,
                  "it did not verify: %s (%s)".formatted(why.reason(), why.code()),
                  "publish one that the release key signed");
        });
    return release;
  }

  private static List<String> classes(PublishedRelease release, List<String> asked) {
    for (String deviceClass : asked) {
      if (!release.targets().contains(deviceClass)) {
        throw new RolloutRefused(
            422,
            "CAN-051",
            "device class " + deviceClass,
            release.id() + " has no target of that name, only " + release.targets(),
            "leave it out");
      }
    }
    return asked.isEmpty() ? release.targets() : asked.stream().sorted().distinct().toList();
  }

  private Uni<String> open(Mutiny.Session session, Start start) {
    return tables
        .lockOpening(session)
        .chain(() -> fleet.members(session, start.classes()))
        .call(members -> requireFree(session, members))
        .chain(members ->
            baseline(session, start.release())
                .chain(baseline -> open(session, start, members, baseline)));
  }

  private Uni<Void> requireFree(Mutiny.Session session, List<Member> members) {
    return tables
        .taken(session, members.stream().map(Member::device).toList())
        .invoke(taken ->
            taken.ifPresent(rollout -> {
              throw new RolloutRefused(
                  409,
                  "CAN-045",
                  "a second rollout",
                  "devices of these classes are in the open rollout " + rollout,
                  "wait for its end, or abort it");
            }))
        .replaceWithVoid();
  }

  /** The last release of that name that was promoted; none when it is the same image index. */
  private Uni<Optional<ReleaseRef>> baseline(Mutiny.Session session, PublishedRelease release) {
    return tables
        .lastPromoted(session, release.name())
        .map(row ->
            row.map(RolloutRow::release).filter(last -> !last.index().equals(release.index())));
  }

  private Uni<String> open(
      Mutiny.Session session, Start start, List<Member> members, Optional<ReleaseRef> baseline) {
    requirePassable(start.policy(), members, baseline.isPresent());
    return tables
        .nextNumber(session, start.release().name(), start.release().version())
        .chain(number -> {
          RolloutRow row = row(start, number, members.size(), baseline);
          Plan plan = Cohorts.plan(row.id, cohort(members), start.policy().percents());
          return write(session, row, plan, start).replaceWith(row.id);
        });
  }

  private static void requirePassable(Policy policy, List<Member> members, boolean baseline) {
    Map<String, Integer> devices = new TreeMap<>();
    members.forEach(m -> devices.merge(m.deviceClass(), 1, Integer::sum));
    try {
      policy.check(devices, baseline);
    } catch (InvalidPolicyException e) {
      throw refused(e);
    }
  }

  private RolloutRow row(Start start, int number, int devices, Optional<ReleaseRef> baseline) {
    PublishedRelease release = start.release();
    RolloutRow row =
        new RolloutRow(
            "%s-%s-%d".formatted(release.name(), release.version(), number),
            number,
            new ReleaseRef(
                release.name(),
                release.version(),
                release.repository(),
                release.tag(),
                release.index()),
            baseline);
    row.policy = start.policyBytes();
    row.policyDigest = Digest.of(start.policyBytes()).toString();
    row.classes = String.join(",", start.classes());
    row.devices = devices;
    row.openedAt = rollouts.now();
    return row;
  }

  private static List<dev.mintmark.gate.cohort.Member> cohort(List<Member> members) {
    List<dev.mintmark.gate.cohort.Member> cohort = new ArrayList<>(members.size());
    members.forEach(
        m -> cohort.add(new dev.mintmark.gate.cohort.Member(m.device(), m.deviceClass())));
    return cohort;
  }

  private Uni<Void> write(Mutiny.Session session, RolloutRow row, Plan plan, Start start) {
    return outbox
        .append(
            session,
            TopicCatalogue.ROLLOUT_REQUESTED,
            row.release().id(),
            RolloutEvents.requested(row),
            RolloutEvents.requestedId(row),
            row.id)
        .chain(() -> rollouts.open(session, row, new Planned(row.openedAt)))
        .chain(() -> tables.addDevices(session, plan))
        .chain(() -> tables.addEvidence(session, row.id, start.evidenceBegin()));
  }
}
