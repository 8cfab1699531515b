package dev.mintmark.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.ingest.claim.Claims;
import dev.mintmark.ingest.inputs.InputRules;
import dev.mintmark.ingest.training.Trainings;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Outcome.Dropped;
import dev.mintmark.kit.handoff.Outcome.Produced;
import dev.mintmark.kit.handoff.Outcome.Rejected;
import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.topics.TopicCatalogue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestModelTest {
  private static final ReleaseId RELEASE = new ReleaseId("face-detect", "v1.0.0");
  private static final String CLAIM = "claims/face-detect/v1.0.0";

  @TempDir Path folder;
  private final Fixture fixture = new Fixture();
  private final MemoryPointers pointers = new MemoryPointers();
  private final List<String> alarms = new ArrayList<>();
  private ArtifactStore store;
  private IngestModel step;

  @BeforeEach
  void storeEverything() {
    store = new FolderArtifactStore(folder);
    fixture.artifacts.values().forEach(bytes -> store.put(bytes, MediaTypes.OCTET_STREAM));
    step =
        new IngestModel(
            new Claims(pointers),
            new InputRules(store, 1 << 20),
            new Trainings(pointers),
            (release, earlier) -> alarms.add(release + " differs from " + earlier));
  }

  @Test
  void ingestsAGoodRequest() {
    ModelIngested event = produced(fixture.request(), 0);

    String request = Digest.of(EventCodec.write(fixture.request())).toString();
    assertThat(event.getHandOff().getRequest()).isEqualTo(request);
    assertThat(event.getHandOff().getPrevious()).isEqualTo(request);
    assertThat(event.getModel()).isEqualTo(fixture.request().getModel().getFile());
    assertThat(event.getIdentity().getCommit()).isEqualTo("4f2a91c0".repeat(5));
    assertThat(event.getIdentity().getModel()).isEqualTo(event.getModel().getDigest());
    assertThat(event.getTag())
        .isEqualTo(
            "face-detect:v1.0.0-git4f2a91c-data%s-env%s"
                .formatted(
                    event.getIdentity().getDataset().substring(7, 15),
                    event.getIdentity().getEnvironment().substring(7, 15)));
    assertThat(event.getFacts().getOpset()).isEqualTo(13);
    assertThat(event.getFacts().getProducer()).isEqualTo("test 1");
    assertThat(event.getFacts().getInputs().getFirst().getShape()).isEqualTo("1x4");
    assertThat(event.getFacts().getInputs().getFirst().getElementType()).isEqualTo("float32");
  }

  @Test
  void makesTheSameBytesInAnotherTimeZoneAndLocale() {
    byte[] here = EventCodec.write(produced(fixture.request(), 0));
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
      assertThat(EventCodec.write(produced(fixture.request(), 0))).isEqualTo(here);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void goesOnWithARedeliveryAfterACrash() {
    ModelIngested first = produced(fixture.request(), 5);

    assertThat(produced(fixture.request(), 5)).isEqualTo(first);
  }

  @Test
  void dropsADoubleAtAnotherPosition() {
    produced(fixture.request(), 5);

    assertThat(apply(fixture.request(), 9))
        .asInstanceOf(type(Dropped.class))
        .extracting(Dropped::reason)
        .isEqualTo("the same request was taken at mintmark.build.requested.v1/0@5");
  }

  @Test
  void refusesAnotherRequestForTheSameReleaseAndLeavesTheFirstUntouched() {
    produced(fixture.request(), 5);
    byte[] claim = pointers.read(CLAIM).orElseThrow();

    Outcome<ModelIngested> second = apply(fixture.request(r -> r.put("supplier", "Other")), 6);

    assertThat(second)
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.refusal().code()).isEqualTo("ING-010");
              assertThat(rejected.refusal().message())
                  .contains("face-detect:v1.0.0", "sha256:", "/0@5", "new version");
            });
    assertThat(pointers.read(CLAIM)).contains(claim);
    assertThat(produced(fixture.request(), 5)).isNotNull();
  }

  @Test
  void doesNotLetAMalformedRequestTakeTheId() {
    BuildRequested malformed =
        fixture.request(r -> r.withObject("/image").put("base", "debian:12"));

    assertThat(apply(malformed, 1))
        .isInstanceOfSatisfying(
            Rejected.class, r -> assertThat(r.refusal().code()).isEqualTo("ING-011"));
    assertThat(pointers.read(CLAIM)).isEmpty();
    assertThat(produced(fixture.request(), 2)).isNotNull();
  }

  @Test
  void leavesTheIdWithARequestWhoseModelIsNotOnnx() {
    BuildRequested notOnnx =
        withArtifact(
            r -> r.withObject("/model"), "file", "not a model".getBytes(UTF_8), MediaTypes.ONNX);

    assertThatThrownBy(() -> apply(notOnnx, 1))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo("ING-025"));
    assertThat(pointers.read(CLAIM)).isPresent();
    assertThatThrownBy(() -> apply(notOnnx, 1)).isInstanceOf(RefusedException.class);
    assertThat(apply(fixture.request(), 2)).isInstanceOf(Rejected.class);
  }

  @Test
  void raisesAnAlarmWhereTheSameTrainingGaveAnotherModelAndLetsItOn() {
    ModelIngested first = produced(fixture.request(), 1);
    byte[] otherModel = Fixture.otherModel();
    BuildRequested again =
        withArtifact(
            r -> {
              r.put("version", "v1.0.1");
              return r.withObject("/model");
            },
            "file",
            otherModel,
            MediaTypes.ONNX);

    Outcome<ModelIngested> second = apply(again, new ReleaseId("face-detect", "v1.0.1"), 2);

    assertThat(second).isInstanceOf(Produced.class);
    assertThat(alarms)
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("face-detect:v1.0.1 differs from ")
        .contains("face-detect:v1.0.0", first.getModel().getDigest());
  }

  @Test
  void isQuietWhereTheSameTrainingGaveTheSameModelOrAnotherOneGaveAnother() {
    produced(fixture.request(), 1);
    ReleaseId next = new ReleaseId("face-detect", "v1.0.1");
    apply(fixture.request(r -> r.put("version", "v1.0.1")), next, 2);
    byte[] otherModel = Fixture.otherModel();
    BuildRequested otherSeed =
        withArtifact(
            r -> {
              r.put("version", "v1.0.2");
              return r.withObject("/model").put("seed", 8);
            },
            "file",
            otherModel,
            MediaTypes.ONNX);
    apply(otherSeed, new ReleaseId("face-detect", "v1.0.2"), 3);

    assertThat(alarms).isEmpty();
  }

  @Test
  void stopsAtADamagedClaimInsteadOfGuessing() {
    pointers.write(CLAIM, "{".getBytes(UTF_8));

    assertThatThrownBy(() -> apply(fixture.request(), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(CLAIM);
  }

  private interface Parent {
    ObjectNode of(ObjectNode request);
  }

  private BuildRequested withArtifact(Parent parent, String field, byte[] bytes, String mediaType) {
    store.put(bytes, mediaType);
    Consumer<ObjectNode> change =
        r -> parent.of(r).set(field, Fixture.reference(fixture.add(bytes, mediaType)));
    return fixture.request(change);
  }

  private ModelIngested produced(BuildRequested request, long offset) {
    Outcome<ModelIngested> outcome = apply(request, offset);
    assertThat(outcome).isInstanceOf(Produced.class);
    return ((Produced<ModelIngested>) outcome).event();
  }

  private Outcome<ModelIngested> apply(BuildRequested request, long offset) {
    return apply(request, RELEASE, offset);
  }

  private Outcome<ModelIngested> apply(BuildRequested request, ReleaseId release, long offset) {
    Position position = new Position(TopicCatalogue.BUILD_REQUESTED.name(), 0, offset);
    return step.apply(
        new Incoming<>(request, Digest.of(EventCodec.write(request)), release, position, "live"));
  }
}
