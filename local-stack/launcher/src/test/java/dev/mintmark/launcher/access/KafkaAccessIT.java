package dev.mintmark.launcher.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.Part;
import dev.mintmark.embedded.server.LocalStack;
import dev.mintmark.embedded.server.StackLogging;
import dev.mintmark.embedded.server.StackSettings;
import dev.mintmark.launcher.topics.TopicSetup;
import dev.mintmark.topics.TopicCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real broker with the rights of {@link KafkaAccess}. */
@Timeout(180)
class KafkaAccessIT {
  private static final String REQUESTED = TopicCatalogue.BUILD_REQUESTED.name();
  private static final String TWIN =
      TopicCatalogue.twin(TopicCatalogue.MODEL_INGESTED).orElseThrow().name();

  private static final String BUILT = TopicCatalogue.IMAGE_BUILT.name();
  private static final String PUBLISHED = TopicCatalogue.SBOM_PUBLISHED.name();

  @TempDir static Path folder;
  private static LocalStack stack;
  private static Endpoints endpoints;

  @BeforeAll
  static void start() throws Exception {
    StackLogging.configure(folder.resolve("kafka.log"));
    stack = guarded(folder.resolve("data"));
    endpoints = stack.endpoints();
    assertThat(KafkaRightsSetup.apply(KafkaLogin.admin(endpoints), KafkaAccess.rights()))
        .isEqualTo(KafkaAccess.rights().size());
    TopicSetup.apply(KafkaLogin.admin(endpoints), TopicCatalogue.all());
    try (Admin admin = Admin.create(KafkaLogin.admin(endpoints))) {
      // A broker lists a new topic a moment later.
      while (!admin.listTopics().names().get().containsAll(topics())) {
        Thread.onSpinWait();
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  static List<KafkaIdentity> everybody() {
    return Stream.concat(KafkaAccess.identities().stream(), Stream.of(KafkaAccess.anonymous()))
        .toList();
  }

  /** Each topic and its dead letters, as the broker itself decides. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("everybody")
  void mayWithEachTopicWhatIsGrantedAndNothingElse(KafkaIdentity identity) throws Exception {
    Map<String, Set<AclOperation>> expected = new TreeMap<>();
    for (String topic : topics()) {
      Set<AclOperation> operations =
          AclOperations.of(
              operation -> Decision.may(identity, operation, ResourceType.TOPIC, topic));
      if (!operations.isEmpty()) {
        expected.put(topic, operations);
      }
    }
    Map<String, Set<AclOperation>> found = new TreeMap<>();
    try (Admin admin = Admin.create(client(identity.name()))) {
      Set<String> visible = admin.listTopics().names().get();
      Map<String, TopicDescription> described =
          admin
              .describeTopics(
                  visible, new DescribeTopicsOptions().includeAuthorizedOperations(true))
              .allTopicNames()
              .get();
      described.forEach((name, topic) -> found.put(name, topic.authorizedOperations()));
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void writesAndReadsWhatItMay() throws Exception {
    Traffic.write(client("mintmark-ci"), REQUESTED, "one");

    assertThat(Traffic.read(client("mintmark-trainer-ingest"), "trainer-ingest", REQUESTED))
        .contains("one");
    assertThat(Traffic.read(client("ANONYMOUS"), "a-dashboard", REQUESTED)).contains("one");
  }

  @Test
  void handsOffInATransactionOfItsOwnName() {
    Traffic.handOff(client("mintmark-sbom"), "mintmark-sbom-0", "sbom", BUILT, PUBLISHED);
    Map<String, Object> rebuild = client("mintmark-rebuild");
    Traffic.handOff(rebuild, "mintmark-sbom.rebuild-7-0", "sbom.rebuild-7", TWIN, TWIN);

    assertThatThrownBy(
            () -> Traffic.handOff(rebuild, "mintmark-sbom-0", "sbom.rebuild-7", TWIN, TWIN))
        .isInstanceOf(TransactionalIdAuthorizationException.class);
    assertThatThrownBy(
            () -> Traffic.handOff(rebuild, "mintmark-sbom.rebuild-7-0", "sbom", TWIN, TWIN))
        .isInstanceOf(GroupAuthorizationException.class);
    assertThatThrownBy(() ->
            Traffic.handOff(
                rebuild, "mintmark-sbom.rebuild-7-0", "sbom.rebuild-7", TWIN, PUBLISHED))
        .hasRootCauseInstanceOf(TopicAuthorizationException.class);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"mintmark-canary-controller", "mintmark-telemetry-aggregator", "ANONYMOUS"})
  void keepsTheFleetSideFromTwins(String name) {
    assertThatThrownBy(() -> Traffic.read(client(name), null, TWIN))
        .isInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(() -> Traffic.write(client(name), TWIN, "planted"))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void keepsTheLineFromTwinsAndRebuildsFromTheLine() {
    assertThatThrownBy(() -> Traffic.write(client("mintmark-converter-quantizer"), TWIN, "x"))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(() ->
            Traffic.write(client("mintmark-rebuild"), TopicCatalogue.RELEASE_PUBLISHED.name(), "x"))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(() ->
            Traffic.read(client("mintmark-rebuild"), null, TopicCatalogue.MODEL_INGESTED.name()))
        .isInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void letsNobodyWithoutAPasswordWriteOrTakeAServicesGroup() {
    assertThatThrownBy(() -> Traffic.write(client("ANONYMOUS"), REQUESTED, "planted"))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(() -> Traffic.read(client("ANONYMOUS"), "trainer-ingest", REQUESTED))
        .isInstanceOf(GroupAuthorizationException.class);
  }

  @Test
  void refusesAWrongPasswordAndTheNameOfAnother() {
    Map<String, Object> wrong = Traffic.login(endpoints, "mintmark-sbom", "wrong");
    assertThatThrownBy(() -> Traffic.read(wrong, null, REQUESTED))
        .isInstanceOf(SaslAuthenticationException.class);
    Map<String, Object> another =
        Traffic.login(endpoints, "mintmark", endpoints.kafkaPassword("mintmark-sbom"));
    assertThatThrownBy(() -> Traffic.read(another, null, REQUESTED))
        .isInstanceOf(SaslAuthenticationException.class);
  }

  @Test
  void takesAwayWhatIsNotWantedAnyMoreAndLeavesWhatOthersHave() throws Exception {
    AclBinding excess =
        new KafkaRightsOf("mintmark-sbom")
            .mayWithTopic(AclOperation.WRITE, TWIN)
            .identity()
            .rights()
            .getFirst();
    AclBinding others =
        new KafkaRightsOf("somebody")
            .mayWithTopic(AclOperation.READ, "x")
            .identity()
            .rights()
            .getFirst();
    Map<String, Object> client = KafkaLogin.admin(endpoints);
    try (Admin admin = Admin.create(client)) {
      admin.createAcls(List.of(excess, others)).all().get();
      KafkaRightsSetup.apply(client, KafkaAccess.rights());
      assertThat(KafkaRightsSetup.apply(client, KafkaAccess.rights())).isZero();
      assertThat(admin.describeAcls(AclBindingFilter.ANY).values().get())
          .contains(others)
          .doesNotContain(excess);
    }
  }

  @Test
  void keepsPasswordsInFilesOfTheirOwner() throws Exception {
    for (String file : List.of("secrets.properties", "kafka/server.properties")) {
      Path path = folder.resolve("data").resolve(file);
      assertThat(Files.readString(path)).contains("password");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
    }
    assertThat(endpoints.values().keySet()).noneMatch(name -> name.contains("broker.password"));
  }

  private static Map<String, Object> client(String name) {
    return name.equals("ANONYMOUS")
        ? new HashMap<>(Map.of("bootstrap.servers", endpoints.kafkaBootstrapServers()))
        : KafkaLogin.of(endpoints, name);
  }

  private static List<String> topics() {
    return TopicCatalogue.all().stream()
        .flatMap(topic -> Stream.of(topic.name(), topic.deadLetters()))
        .toList();
  }

  static LocalStack guarded(Path data) throws Exception {
    return LocalStack.start(
        new StackSettings(
            data,
            data.resolve("cache"),
            Set.of(Part.KAFKA),
            Map.of(),
            List.of(),
            KafkaAccess.identities().stream().map(KafkaIdentity::name).toList()),
        (part, time) -> {});
  }
}
