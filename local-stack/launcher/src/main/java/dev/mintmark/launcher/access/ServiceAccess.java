package dev.mintmark.launcher.access;

import dev.mintmark.embedded.access.S3Grant;
import dev.mintmark.embedded.access.S3Identity;
import dev.mintmark.embedded.access.S3Verb;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a service may do in the store, and what of its rights in Kafka the topic catalogue does not
 * say.
 *
 * @param service its name
 * @param groups how the names of its consumer groups begin; the same of transactional ids, after
 *     {@code mintmark-}
 * @param rebuilt whether rebuilds do its work again
 * @param s3 what it may do with objects, beside noting where its groups began
 * @param positions topics that it neither reads nor is read by, on which it keeps a position
 * @param streams application ids of its Kafka Streams, which make topics and transactional ids of
 *     their own
 * @param inherited consumer groups of before whose places its own take: it may look where they
 *     began and ended
 */
public record ServiceAccess(
    String service,
    String groups,
    boolean rebuilt,
    List<S3Grant> s3,
    List<Topic> positions,
    List<String> streams,
    List<String> inherited) {
  /** Whoever finds a damaged artifact marks it there; whoever repairs it takes the mark away. */
  private static final List<S3Grant> QUARANTINE =
      List.of(
          S3Grant.of("quarantine/", S3Verb.GET, S3Verb.PUT),
          S3Grant.of("quarantine/damaged/", S3Verb.DELETE));

  /**
   * Artifacts by digest, which nobody but the ledger may remove; whoever puts one that is there
   * looks whether it is at that.
   */
  private static final List<S3Grant> ARTIFACTS =
      Stream.concat(
              Stream.of(S3Grant.of("sha256/", S3Verb.GET, S3Verb.PUT)),
              Stream.concat(
                  QUARANTINE.stream(), Stream.of(S3Grant.of("collections/removing/", S3Verb.GET))))
          .toList();

  /** What is named in the store, beside what the log names; and who removes what is not. */
  private static final List<S3Grant> COLLECTOR =
      Stream.concat(
              Stream.of(S3Grant.all("sha256/")),
              Stream.concat(
                  QUARANTINE.stream(),
                  Stream.of(
                      S3Grant.of("collections/", S3Verb.GET, S3Verb.PUT, S3Verb.LIST),
                      S3Grant.of("collections/removing/", S3Verb.DELETE),
                      S3Grant.of("claims/", S3Verb.GET, S3Verb.LIST),
                      S3Grant.of("trainings/", S3Verb.GET, S3Verb.LIST),
                      S3Grant.of("registry/", S3Verb.GET, S3Verb.LIST),
                      S3Grant.of("pushed/", S3Verb.GET, S3Verb.LIST),
                      S3Grant.of("consumers/", S3Verb.GET, S3Verb.LIST))))
          .toList();

  /** One for each service, in the order of the line, then those of the fleet. */
  public static final List<ServiceAccess> ALL =
      List.of(
          step(
              "trainer-ingest",
              S3Grant.of("claims/", S3Verb.GET, S3Verb.PUT),
              S3Grant.of("trainings/", S3Verb.GET, S3Verb.PUT, S3Verb.LIST)),
          step("converter-quantizer"),
          step("image-builder"),
          step("sbom"),
          step("signer"),
          // Two more roles of the signer: no step of a rebuild is one of them.
          beside("evidence").inheriting("signer"),
          beside("verdict").inheriting("signer-verdicts"),
          // What the line published it cannot take away; what clients pushed is apart.
          beside(
              "registry",
              S3Grant.of("registry/", S3Verb.GET, S3Verb.PUT, S3Verb.LIST),
              S3Grant.all("pushed/")),
          new ServiceAccess(
              "release-ledger",
              "release-ledger",
              false,
              with(
                  COLLECTOR,
                  S3Grant.of("rebuilds/", S3Verb.GET, S3Verb.PUT, S3Verb.LIST),
                  S3Grant.all("rebuild/")),
              List.of(),
              List.of(),
              List.of()),
          new ServiceAccess(
              "canary-controller",
              "canary-",
              false,
              ARTIFACTS,
              // How far its outbox is published.
              List.of(TopicCatalogue.ROLLOUT_CHANGED),
              List.of(),
              List.of()),
          new ServiceAccess(
              "telemetry-aggregator",
              "telemetry-aggregator",
              false,
              List.of(),
              List.of(),
              List.of("telemetry-aggregator-merge"),
              List.of()));

  public ServiceAccess {
    s3 = List.copyOf(s3);
    positions = List.copyOf(positions);
    streams = List.copyOf(streams);
    inherited = List.copyOf(inherited);
  }

  /** Those of all services, and that of rebuilds. */
  public static List<S3Identity> s3Identities() {
    return Stream.concat(ALL.stream().map(ServiceAccess::s3Identity), Stream.of(S3Identity.REBUILD))
        .toList();
  }

  /** Name of a service's identity in S3: its access key. */
  public static String s3Name(String service) {
    return "mintmark-" + service;
  }

  /** As whom it comes to S3. */
  public S3Identity s3Identity() {
    List<S3Grant> grants = new ArrayList<>(s3);
    String begun = "consumers/" + groups;
    if (!groups.endsWith("-")) {
      grants.add(S3Grant.of(begun + "/", S3Verb.GET, S3Verb.PUT));
      begun += "-";
    }
    grants.add(S3Grant.of(begun, S3Verb.GET, S3Verb.PUT));
    inherited.forEach(group -> grants.add(S3Grant.of("consumers/" + group + "/", S3Verb.GET)));
    return new S3Identity(s3Name(service), grants);
  }

  private static ServiceAccess step(String service, S3Grant... more) {
    return new ServiceAccess(
        service, service, true, with(ARTIFACTS, more), List.of(), List.of(), List.of());
  }

  private static ServiceAccess beside(String service, S3Grant... more) {
    return new ServiceAccess(
        service, service, false, with(ARTIFACTS, more), List.of(), List.of(), List.of());
  }

  private ServiceAccess inheriting(String group) {
    return new ServiceAccess(service, groups, rebuilt, s3, positions, streams, List.of(group));
  }

  private static List<S3Grant> with(List<S3Grant> some, S3Grant... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }
}
