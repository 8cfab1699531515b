package dev.mintmark.verify.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.refusal.RefusalCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelVerifierTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey OTHER = SigningKey.generate();
  private static final ModelVerifier VERIFIER = new ModelVerifier(List.of(KEY.verificationKey()));

  @TempDir Path folder;
  private Path model;
  private Path signature;

  @BeforeEach
  void sign() throws Exception {
    model = folder.resolve("detector");
    Files.createDirectories(model.resolve("weights"));
    Files.createDirectories(model.resolve(".git"));
    Files.writeString(model.resolve("weights/b.onnx"), "onnx");
    Files.writeString(model.resolve("weights.txt"), "text");
    Files.writeString(model.resolve("config.json"), "{}");
    Files.writeString(model.resolve(".git/HEAD"), "ref");
    signature = model.resolve("model.sig");
    Files.write(signature, ModelSignature.sign(statement(), KEY));
  }

  @Test
  void verifiesAFolderWhereverItIsKept() throws Exception {
    assertThat(verdict()).isInstanceOf(Verdict.Verified.class);

    Path moved = folder.resolve("elsewhere");
    Files.move(model, moved);
    assertThat(
            VERIFIER.verify(
                Files.readAllBytes(moved.resolve("model.sig")),
                new ModelFolder(moved),
                moved.resolve("model.sig")))
        .isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void signsTheSameModelTheSame() {
    assertThat(ModelSignature.sign(statement(), KEY))
        .isEqualTo(ModelSignature.sign(statement(), KEY));
  }

  @Test
  void listsFilesAsPythonOrdersPaths() {
    Digest some = Digest.of(new byte[0]);
    ModelFiles files =
        ModelFiles.of(
            Map.of("a.txt", some, "a/b", some, "B", some, "ü", some, "\uFF5E", some, "😀", some));

    assertThat(files.digests().keySet())
        .extracting(ModelPath::text)
        .containsExactly("B", "a/b", "a.txt", "ü", "\uFF5E", "😀");
  }

  /** What may happen to a model between signer and user. */
  @FunctionalInterface
  interface Change {
    void to(Path model) throws Exception;
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change(
            "a byte in a file",
            m -> Files.writeString(m.resolve("weights/b.onnx"), "onny"),
            RefusalCode.MODEL_FILE_CHANGED),
        change(
            "an emptied file",
            m -> Files.write(m.resolve("config.json"), new byte[0]),
            RefusalCode.MODEL_FILE_CHANGED),
        change(
            "two files that swapped their names",
            m -> {
              Files.move(m.resolve("config.json"), m.resolve("t"));
              Files.move(m.resolve("weights.txt"), m.resolve("config.json"));
              Files.move(m.resolve("t"), m.resolve("weights.txt"));
            },
            RefusalCode.MODEL_FILE_CHANGED),
        change(
            "a file more",
            m -> Files.writeString(m.resolve("extra.py"), "import os"),
            RefusalCode.MODEL_FILE_UNSIGNED),
        change(
            "an empty file more",
            m -> Files.createFile(m.resolve("weights/empty")),
            RefusalCode.MODEL_FILE_UNSIGNED),
        change(
            "a file beside an ignored folder, named almost like it",
            m -> Files.writeString(m.resolve(".git2"), "x"),
            RefusalCode.MODEL_FILE_UNSIGNED),
        change(
            "an ignored name where it is not ignored",
            m -> Files.writeString(m.resolve("weights/.gitignore"), "x"),
            RefusalCode.MODEL_FILE_UNSIGNED),
        change(
            "a second signature file",
            m -> Files.copy(m.resolve("model.sig"), m.resolve("model2.sig")),
            RefusalCode.MODEL_FILE_UNSIGNED),
        change(
            "a file less",
            m -> Files.delete(m.resolve("weights.txt")),
            RefusalCode.MODEL_FILE_MISSING),
        change(
            "another name",
            m -> Files.move(m.resolve("weights.txt"), m.resolve("weights.md")),
            RefusalCode.MODEL_FILE_MISSING),
        change(
            "a name in other case",
            m -> Files.move(m.resolve("weights.txt"), m.resolve("Weights.txt")),
            RefusalCode.MODEL_FILE_MISSING),
        change(
            "another folder",
            m -> Files.move(m.resolve("weights.txt"), m.resolve("weights/weights.txt")),
            RefusalCode.MODEL_FILE_MISSING),
        change(
            "a link to the same bytes",
            m -> {
              Files.move(m.resolve("config.json"), m.resolveSibling("config.json"));
              Files.createSymbolicLink(m.resolve("config.json"), m.resolveSibling("config.json"));
            },
            RefusalCode.MODEL_ENTRY),
        change(
            "a broken link",
            m -> Files.createSymbolicLink(m.resolve("link"), Path.of("nowhere")),
            RefusalCode.MODEL_ENTRY),
        change(
            "a linked folder",
            m -> {
              Files.move(m.resolve("weights"), m.resolveSibling("weights"));
              Files.createSymbolicLink(m.resolve("weights"), m.resolveSibling("weights"));
            },
            RefusalCode.MODEL_ENTRY),
        change(
            "a link in an ignored folder",
            m -> Files.createSymbolicLink(m.resolve(".git/x"), Path.of("HEAD")),
            RefusalCode.MODEL_ENTRY),
        change(
            "nothing there",
            m -> Files.move(m, m.resolveSibling("gone")),
            RefusalCode.MODEL_UNREADABLE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void refusesAChangedModel(String name, Change change, RefusalCode code) throws Exception {
    byte[] bundle = Files.readAllBytes(signature);

    change.to(model);

    assertRefused(VERIFIER.verify(bundle, new ModelFolder(model), signature), code);
  }

  @Test
  void doesNotLookIntoWhatTheSignerLeftOut() throws Exception {
    Files.writeString(model.resolve(".git/HEAD"), "another");
    Files.writeString(model.resolve(".gitignore"), "*");

    assertThat(verdict()).isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void leavesOutNothingThatTheSignerDidNot() throws Exception {
    ModelStatement all = new ModelStatement("detector", withoutSignature(List.of()), List.of());
    byte[] bundle = ModelSignature.sign(all, KEY);
    assertThat(VERIFIER.verify(bundle, new ModelFolder(model), signature))
        .isInstanceOf(Verdict.Verified.class);

    Files.writeString(model.resolve(".git/HEAD"), "another");

    assertRefused(
        VERIFIER.verify(bundle, new ModelFolder(model), signature), RefusalCode.MODEL_FILE_CHANGED);
  }

  @Test
  void verifiesAModelThatIsOneFile() throws Exception {
    Path file = model.resolve("config.json");
    ModelFolder one = new ModelFolder(file);
    byte[] bundle =
        ModelSignature.sign(new ModelStatement(one.name(), one.files(List.of()), List.of()), KEY);
    Path beside = folder.resolve("config.sig");

    assertThat(VERIFIER.verify(bundle, one, beside)).isInstanceOf(Verdict.Verified.class);
    Files.writeString(file, "{ }");
    assertRefused(VERIFIER.verify(bundle, one, beside), RefusalCode.MODEL_FILE_CHANGED);
    assertRefused(
        VERIFIER.verify(bundle, new ModelFolder(model), beside), RefusalCode.MODEL_FILE_MISSING);
  }

  static Stream<Arguments> bundles() {
    return Stream.of(
        bundle(
            "the hint of another key",
            b -> key(b).put("hint", ModelSignature.hint(OTHER.verificationKey())),
            RefusalCode.UNKNOWN_KEY),
        bundle(
            "cosign's hint of the right key",
            b -> key(b).put("hint", KEY.verificationKey().hint()),
            RefusalCode.UNKNOWN_KEY),
        bundle("an empty hint", b -> key(b).put("hint", ""), RefusalCode.UNKNOWN_KEY),
        bundle("no hint", b -> key(b).remove("hint"), RefusalCode.BUNDLE_FORM),
        bundle(
            "another payload type",
            b -> envelope(b).put("payloadType", "text/plain"),
            RefusalCode.BAD_SIGNATURE),
        bundle(
            "two signatures",
            b -> {
              ArrayNode all = (ArrayNode) envelope(b).get("signatures");
              all.add(all.get(0).deepCopy());
            },
            RefusalCode.BUNDLE_FORM),
        bundle(
            "a certificate beside the key",
            b -> ((ObjectNode) b.get("verificationMaterial")).putObject("certificate"),
            RefusalCode.BUNDLE_FORM));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bundles")
  void refusesAChangedBundle(String name, Consumer<ObjectNode> change, RefusalCode code)
      throws Exception {
    ObjectNode bundle = Documents.read(Files.readAllBytes(signature), "bundle");
    change.accept(bundle);

    assertRefused(
        VERIFIER.verify(CanonicalJson.write(bundle), new ModelFolder(model), signature), code);
  }

  static Stream<Arguments> statements() {
    String root = "\"sha256\":\"";
    return Stream.of(
        Arguments.of("an image signature", "model_signing/signature/v1.0", "x", 16),
        Arguments.of("the first version", "signature/v1.0", "Digests/v0.1", 16),
        Arguments.of("another root", root, root + "0", 13),
        Arguments.of("no name of the model", "\"name\":\"detector\",", "", 82),
        Arguments.of("shards", "\"files\"", "\"shards\"", 82),
        Arguments.of("other hashes", "\"hash_type\":\"sha256\"", "\"hash_type\":\"blake2b\"", 82),
        Arguments.of("another algorithm", "\"algorithm\":\"sha256\"", "\"algorithm\":\"md5\"", 82),
        Arguments.of("links", "\"allow_symlinks\":false", "\"allow_symlinks\":true", 82),
        Arguments.of("links as text", "\"allow_symlinks\":false", "\"allow_symlinks\":\"no\"", 82),
        Arguments.of("a model left out whole", "\".git\"", "\".\"", 82),
        Arguments.of("a path out of the model", "config.json", "../config.json", 82),
        Arguments.of("an absolute path", "config.json", "/config.json", 82),
        Arguments.of("a path with an empty part", "config.json", "a//config.json", 82),
        Arguments.of("a file listed twice", "weights.txt", "weights/b.onnx", 82),
        Arguments.of("another order", "config.json", "zonfig.json", 82),
        Arguments.of("a serialization with more in it", "\"method\"", "\"x\":1,\"method\"", 82),
        Arguments.of("a resource with more in it", "\"algorithm\"", "\"x\":1,\"algorithm\"", 82),
        Arguments.of("half a digest", "\"digest\":\"", "\"digest\":\"0", 82),
        Arguments.of("a doubled key", "\"method\"", "\"method\":\"shards\",\"method\"", 10));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void refusesWhatTheRightKeySignedInAnotherForm(
      String name, String old, String replacement, int code) throws Exception {
    String statement = new String(statement().statement().bytes(), UTF_8);
    assertThat(statement).contains(old);
    byte[] changed = statement.replace(old, replacement).getBytes(UTF_8);
    Envelope envelope = Envelope.sign(Envelope.IN_TOTO, changed, KEY);
    byte[] bundle =
        new SigstoreBundle(ModelSignature.hint(KEY.verificationKey()), envelope).bytes();

    Verdict<ModelStatement> verdict = VERIFIER.verify(bundle, new ModelFolder(model), signature);

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused ->
                assertThat(refused.code().code())
                    .as(refused.message())
                    .isEqualTo("VER-0%d".formatted(code)));
  }

  @Test
  void refusesARootThatIsNotThatOfTheFiles() throws Exception {
    Statement right = statement().statement();
    String other = Digest.of(new byte[1]).hex();
    byte[] changed =
        new String(right.bytes(), UTF_8)
            .replace(right.subjects().getFirst().digest().hex(), other)
            .getBytes(UTF_8);
    Envelope envelope = Envelope.sign(Envelope.IN_TOTO, changed, KEY);
    byte[] bundle =
        new SigstoreBundle(ModelSignature.hint(KEY.verificationKey()), envelope).bytes();

    assertRefused(
        VERIFIER.verify(bundle, new ModelFolder(model), signature), RefusalCode.MODEL_ROOT);
  }

  @Test
  void ignoresWhatElseIsInAPredicateAsTheFormatWants() throws Exception {
    byte[] more =
        new String(statement().statement().bytes(), UTF_8)
            .replace("\"serialization\":", "\"card\":{},\"serialization\":")
            .getBytes(UTF_8);
    Envelope envelope = Envelope.sign(Envelope.IN_TOTO, more, KEY);
    byte[] bundle =
        new SigstoreBundle(ModelSignature.hint(KEY.verificationKey()), envelope).bytes();

    assertThat(VERIFIER.verify(bundle, new ModelFolder(model), signature))
        .isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void refusesAModelWithoutAFile() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertRefused(
        VERIFIER.verify(Files.readAllBytes(signature), new ModelFolder(empty), signature),
        RefusalCode.MODEL_UNREADABLE);
  }

  @Test
  void cannotBeMadeWithoutAKey() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ModelVerifier(List.of()));
  }

  private Verdict<ModelStatement> verdict() throws Exception {
    return VERIFIER.verify(Files.readAllBytes(signature), new ModelFolder(model), signature);
  }

  private ModelStatement statement() {
    return new ModelStatement(
        "detector", withoutSignature(ModelFolder.VERSION_CONTROL), ModelFolder.VERSION_CONTROL);
  }

  private ModelFiles withoutSignature(List<ModelPath> ignored) {
    List<ModelPath> all =
        Stream.concat(ignored.stream(), Stream.of(new ModelPath("model.sig"))).toList();
    return new ModelFolder(model).files(all);
  }

  static void assertRefused(Verdict<?> verdict, RefusalCode code) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.code()).as(refused.message()).isEqualTo(code));
  }

  private static Arguments change(String name, Change change, RefusalCode code) {
    return Arguments.of(name, change, code);
  }

  private static Arguments bundle(String name, Consumer<ObjectNode> change, RefusalCode code) {
    return Arguments.of(name, change, code);
  }

  private static ObjectNode key(ObjectNode bundle) {
    return (ObjectNode) bundle.get("verificationMaterial").get("publicKey");
  }

  private static ObjectNode envelope(ObjectNode bundle) {
    return (ObjectNode) bundle.get("dsseEnvelope");
  }
}
