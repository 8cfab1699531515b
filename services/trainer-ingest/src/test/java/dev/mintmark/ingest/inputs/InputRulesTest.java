package dev.mintmark.ingest.inputs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.ingest.Fixture;
import dev.mintmark.ingest.request.Codes;
import dev.mintmark.ingest.request.RequestRules;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.store.UnavailableException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InputRulesTest {
  private static final int MAX_MODEL = 1 << 16;
  private static final String HASH = " --hash=sha256:" + "a1".repeat(32) + "\n";

  @TempDir Path folder;
  private final Fixture fixture = new Fixture();

  @Test
  void letsGoodInputsPassAndTellsTheModelsFacts() {
    assertThat(check(fixture.request()).facts().nodes()).isEqualTo(1);
  }

  static Stream<Arguments> inputs() {
    return Stream.of(
        row("not ONNX", Codes.NOT_ONNX, "QNT-001", (f, r) -> model(f, r, "hello")),
        row("an empty model", Codes.NOT_ONNX, "QNT-001", (f, r) -> model(f, r, "")),
        row("a huge model", "ART-003", "65536", (f, r) -> model(f, r, "x".repeat(MAX_MODEL + 1))),
        row(
            "a requirement without a hash",
            Codes.LOCK,
            "line 2 ",
            (f, r) -> lock(f, r, "torch==2.5.1" + HASH + "numpy==2.1.0\n")),
        row(
            "a requirement without a version",
            Codes.LOCK,
            "line 1 ",
            (f, r) -> lock(f, r, "torch" + HASH)),
        row("an empty lock", Codes.LOCK, "no requirement", (f, r) -> lock(f, r, "")),
        row(
            "a tree that is none",
            Codes.TREE,
            "the app",
            (f, r) -> put(f, r, "/image", "app", "hello", MediaTypes.TREE)),
        row(
            "a tree out of order",
            Codes.TREE,
            "order",
            (f, r) -> put(f, r, "/run", "smoke", unsorted(f), MediaTypes.TREE)),
        row(
            "a tree that climbs",
            Codes.TREE,
            "../x.npy",
            (f, r) ->
                put(f, r, "/run", "smoke", "00".repeat(32) + " 1 ../x.npy\n", MediaTypes.TREE)),
        row(
            "no calibration sample",
            Codes.SAMPLES,
            "the calibration samples",
            (f, r) -> set(r, "/quantize", "calibration", f.tree())),
        row(
            "no validation sample",
            Codes.SAMPLES,
            "the validation samples",
            (f, r) -> set(r, "/quantize", "validation", f.tree())),
        row(
            "no smoke sample",
            Codes.SAMPLES,
            "the smoke samples",
            (f, r) -> set(r, "/run", "smoke", f.tree())),
        row(
            "a picture among the samples",
            Codes.SAMPLES,
            "'a.jpg'",
            (f, r) -> set(r, "/quantize", "calibration", f.tree("a.jpg"))),
        row(
            "validation holds a calibration sample",
            Codes.NOT_DISJOINT,
            "'renamed.npy'",
            (f, r) ->
                set(
                    r,
                    "/quantize",
                    "validation",
                    f.tree(Map.of("renamed.npy", "one.npy", "three.npy", "three.npy")))),
        row(
            "a profile that is none",
            Codes.PROFILE,
            "target cpu-amd64",
            (f, r) -> put(f, r, "/targets/0", "profile", "hello", MediaTypes.TARGET_PROFILE)),
        row(
            "a profile with an unknown key",
            Codes.PROFILE,
            "line 1",
            (f, r) -> put(f, r, "/targets/0", "profile", "colour: red", MediaTypes.TARGET_PROFILE)),
        row(
            "another target's profile",
            Codes.PROFILE,
            "cpu-arm64",
            (f, r) -> set(r, "/targets/0", "profile", f.profile("cpu-arm64", "linux/arm64"))),
        row(
            "a profile for another platform",
            Codes.PROFILE_PLATFORM,
            "linux/s390x",
            (f, r) -> set(r, "/targets/0", "profile", f.profile("cpu-amd64", "linux/s390x"))),
        row(
            "a file in the app's place",
            Codes.COLLISION,
            "'/app/bin/serve'",
            (f, r) -> path(r, "/app/bin/serve")),
        row(
            "a file in the place of the app's folder",
            Codes.COLLISION,
            "'/app/bin'",
            (f, r) -> path(r, "/app/bin")),
        row(
            "a file below an app's file",
            Codes.COLLISION,
            "'/app/bin/serve/x'",
            (f, r) -> path(r, "/app/bin/serve/x")),
        row(
            "a file in the place of the app",
            Codes.COLLISION,
            "'/app'",
            (f, r) -> path(r, "/app")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void refuses(String name, String code, String shown, BiConsumer<Fixture, ObjectNode> change) {
    BuildRequested request = fixture.request(r -> change.accept(fixture, r));
    assertThat(RequestRules.firstFault(request)).isEmpty();

    RefusedException e = catchThrowableOfType(RefusedException.class, () -> check(request));

    assertThat(e.refusal().code()).isEqualTo(code);
    assertThat(e.getMessage()).contains(shown);
    assertThat(e.refusal().advice()).isNotBlank();
  }

  @Test
  void letsAFileStandBesideTheAppsFiles() {
    assertThat(check(fixture.request(r -> path(r, "/app/bin/server")))).isNotNull();
  }

  /** Every artifact of the request is needed: take each away in turn. */
  @Test
  void namesWhateverArtifactIsMissing() {
    for (Digest digest : fixture.artifacts.keySet()) {
      ArtifactStore store = stored();
      delete(digest);

      RefusedException e =
          catchThrowableOfType(
              RefusedException.class,
              () -> new InputRules(store, MAX_MODEL).check(fixture.request()));

      assertThat(e.refusal().code()).isIn(Codes.MISSING, Codes.TREE_FILE);
      assertThat(e.getMessage()).contains(digest.toString());
    }
  }

  @Test
  void refusesASizeThatIsNotTheArtifacts() {
    BuildRequested request = fixture.request(r -> ((ObjectNode) r.at("/image/app")).put("size", 1));

    RefusedException e = catchThrowableOfType(RefusedException.class, () -> check(request));

    assertThat(e.refusal().code()).isEqualTo(Codes.SIZE);
    assertThat(e.getMessage()).contains("the app", "1 bytes");
  }

  @Test
  void refusesADamagedModel() throws Exception {
    ArtifactStore store = stored();
    Digest model = Digest.of(Fixture.onnx());
    byte[] bytes = Fixture.onnx();
    bytes[bytes.length - 1] ^= 1;
    Files.write(folder.resolve(model.hex()), bytes);

    RefusedException e =
        catchThrowableOfType(
            RefusedException.class,
            () -> new InputRules(store, MAX_MODEL).check(fixture.request()));

    assertThat(e.refusal().code()).isEqualTo("ART-002");
    assertThat(e.getMessage()).contains(model.toString());
  }

  @Test
  void refusesNothingWhileTheStoreIsAway() {
    InputRules rules = new InputRules(new AwayStore(), MAX_MODEL);

    assertThatThrownBy(() -> rules.check(fixture.request()))
        .isInstanceOf(UnavailableException.class);
    assertThatThrownBy(() -> rules.firstMissing(fixture.request()))
        .isInstanceOf(UnavailableException.class);
  }

  private CheckedInputs check(BuildRequested request) {
    return new InputRules(stored(), MAX_MODEL).check(request);
  }

  private ArtifactStore stored() {
    ArtifactStore store = new FolderArtifactStore(folder);
    fixture.artifacts.values().forEach(bytes -> store.put(bytes, MediaTypes.OCTET_STREAM));
    return store;
  }

  private void delete(Digest digest) {
    assertThat(folder.resolve(digest.hex()).toFile().delete()).isTrue();
  }

  private static Arguments row(
      String name, String code, String shown, BiConsumer<Fixture, ObjectNode> change) {
    return arguments(name, code, shown, change);
  }

  private static void model(Fixture fixture, ObjectNode request, String bytes) {
    put(fixture, request, "/model", "file", bytes, MediaTypes.ONNX);
  }

  private static void lock(Fixture fixture, ObjectNode request, String text) {
    put(fixture, request, "/model", "environment", text, "text/plain");
  }

  private static void put(
      Fixture fixture,
      ObjectNode request,
      String parent,
      String field,
      String text,
      String mediaType) {
    set(request, parent, field, fixture.add(text.getBytes(UTF_8), mediaType));
  }

  private static void set(ObjectNode request, String parent, String field, Artifact artifact) {
    ((ObjectNode) request.at(parent)).set(field, Fixture.reference(artifact));
  }

  private static void path(ObjectNode request, String path) {
    ((ObjectNode) request.at("/image/files/0")).put("path", path);
  }

  private static String unsorted(Fixture fixture) {
    Digest digest = fixture.add("x".getBytes(UTF_8), MediaTypes.NPY).digest();
    return digest.hex() + " 1 b.npy\n" + digest.hex() + " 1 a.npy\n";
  }

  /** A store that cannot be asked. */
  private static final class AwayStore implements ArtifactStore {
    private static UnavailableException away() {
      return new UnavailableException("away", new java.io.IOException("connection refused"));
    }

    @Override
    public Artifact put(byte[] bytes, String mediaType) {
      throw away();
    }

    @Override
    public Artifact put(Path file, String mediaType) {
      throw away();
    }

    @Override
    public Artifact receive(InputStream in, Digest expected, long length, String mediaType) {
      throw away();
    }

    @Override
    public OptionalLong size(Digest digest) {
      throw away();
    }

    @Override
    public InputStream open(Digest digest) {
      throw away();
    }

    @Override
    public InputStream openRange(Digest digest, long offset, long length) {
      throw away();
    }
  }
}
