package dev.mintmark.verify.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.refusal.RefusalCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Against OpenSSF's own {@code model_signing}: what it wrote once (src/test/resources), and where
 * it is installed, both ways and on every change.
 */
class ForeignModelSigningTest {
  private static final Path WRITTEN = Path.of("src/test/resources/model-signing");
  private static final SigningKey KEY = SigningKey.generate();

  @TempDir Path folder;

  @Test
  void verifiesWhatModelSigningWrote() {
    assertThat(written("model.sig", WRITTEN.resolve("model"))).isInstanceOf(Verdict.Verified.class);
    assertThat(written("config.json.sig", WRITTEN.resolve("model/config.json")))
        .isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void writesTheStatementThatModelSigningWrote() {
    ModelFolder model = new ModelFolder(WRITTEN.resolve("model"));
    ModelFiles files = model.files(ModelFolder.VERSION_CONTROL);

    assertThat(written("model.sig", WRITTEN.resolve("model")))
        .isInstanceOfSatisfying(
            Verdict.Verified.class,
            verified ->
                assertThat(verified.what())
                    .isEqualTo(
                        new ModelStatement(model.name(), files, ModelFolder.VERSION_CONTROL)));
  }

  @Test
  void refusesASignatureOfModelSigningOverAnotherModel() {
    ModelVerifierTest.assertRefused(
        written("config.json.sig", WRITTEN.resolve("model")), RefusalCode.MODEL_FILE_MISSING);
    ModelVerifierTest.assertRefused(
        written("config.json.sig", WRITTEN.resolve("model/Zeta.bin")),
        RefusalCode.MODEL_FILE_CHANGED);
  }

  @Test
  void modelSigningVerifiesOurs() throws Exception {
    Path tool = tool();
    Path model = model();
    Path signature = ours(model, "model.sig");

    assertThat(verify(tool, model, signature, KEY.verificationKey()))
        .contains("Verification succeeded");
    Path inside = model.resolve("model.sig");
    Files.copy(signature, inside);
    assertThat(verify(tool, model, inside, KEY.verificationKey()))
        .contains("Verification succeeded");
    Path file = model.resolve("config.json");
    assertThat(verify(tool, file, ours(file, "file.sig"), KEY.verificationKey()))
        .contains("Verification succeeded");
    assertThat(verify(tool, model, signature, SigningKey.generate().verificationKey()))
        .contains("Key mismatch");
  }

  @Test
  void verifiesModelSignings() throws Exception {
    Path tool = tool();
    Path model = model();
    Path key = folder.resolve("release.key");
    KEY.write(key);
    Path signature = model.resolve("model.sig");

    assertThat(
            run(
                tool,
                "sign",
                "key",
                model.toString(),
                "--private_key",
                key.toString(),
                "--signature",
                signature.toString()))
        .contains("Signing succeeded");

    ModelVerifier verifier = new ModelVerifier(List.of(KEY.verificationKey()));
    assertThat(verifier.verify(Files.readAllBytes(signature), new ModelFolder(model), signature))
        .isInstanceOf(Verdict.Verified.class);
  }

  static Stream<Arguments> changes() {
    return ModelVerifierTest.changes()
        // It looks at a signature before it looks for the model.
        .filter(change -> !change.get()[0].equals("nothing there"));
  }

  /** One list of changes: it refuses our signature where we do. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void modelSigningRefusesTheSameChanges(
      String name, ModelVerifierTest.Change change, RefusalCode code) throws Exception {
    Path tool = tool();
    Path model = model();
    Path signature = ours(model, "model.sig");
    Files.copy(signature, model.resolve("model.sig"));

    change.to(model);

    Path inside = model.resolve("model.sig");
    assertThat(verify(tool, model, inside, KEY.verificationKey())).contains("Verification failed");
    ModelVerifierTest.assertRefused(
        new ModelVerifier(List.of(KEY.verificationKey()))
            .verify(Files.readAllBytes(inside), new ModelFolder(model), inside),
        code);
  }

  private Path model() throws IOException {
    Path model = folder.resolve("detector");
    Files.createDirectories(model.resolve("weights"));
    Files.createDirectories(model.resolve(".git"));
    Files.writeString(model.resolve("weights/b.onnx"), "onnx");
    Files.writeString(model.resolve("weights.txt"), "text");
    Files.writeString(model.resolve("config.json"), "{}");
    Files.writeString(model.resolve(".git/HEAD"), "ref");
    return model;
  }

  private Path ours(Path model, String name) throws IOException {
    ModelFolder read = new ModelFolder(model);
    ModelStatement statement =
        new ModelStatement(
            read.name(), read.files(ModelFolder.VERSION_CONTROL), ModelFolder.VERSION_CONTROL);
    return Files.write(folder.resolve(name), ModelSignature.sign(statement, KEY));
  }

  private static Verdict<ModelStatement> written(String signature, Path model) {
    try {
      VerificationKey key = VerificationKey.read(WRITTEN.resolve("signer.pub"));
      Path file = WRITTEN.resolve(signature);
      return new ModelVerifier(List.of(key))
          .verify(Files.readAllBytes(file), new ModelFolder(model), file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String verify(Path tool, Path model, Path signature, VerificationKey key)
      throws Exception {
    Path file = Files.write(folder.resolve("release.pub"), key.pem());
    return run(
        tool,
        "verify",
        "key",
        model.toString(),
        "--public_key",
        file.toString(),
        "--signature",
        signature.toString());
  }

  private static String run(Path tool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(tool.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }

  private static Path tool() {
    String tools = Path.of("../../target/tools").toAbsolutePath().normalize().toString();
    String named =
        System.getenv()
            .getOrDefault("MINTMARK_MODEL_SIGNING", tools + "/model-signing/bin/model_signing");
    assumeTrue(
        Files.isExecutable(Path.of(named)),
        named
            + " is not there; run contract-tests/tools/get-model-signing.sh "
            + tools
            + ", or name another in MINTMARK_MODEL_SIGNING");
    return Path.of(named);
  }
}
