package dev.mintmark.cli.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.verify.EvidencePolicy;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.policy.Trust;
import dev.mintmark.verify.registry.SignedRelease;
import dev.mintmark.verify.registry.TinyRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A kit in Debian's registry, which has no referrers API, verifies there with other people's tools.
 * Each test skips, and says so, where its tool is not there.
 */
class KitForeignClientsIT {
  private static final SigningKey KEY = SigningKey.generate();

  @TempDir static Path folder;
  private static Path kit = Path.of("kit.tar");
  private static String index = "";
  private static String modelManifest = "";
  private static String modelSignature = "";
  private static @Nullable Process server;
  private static String registry = "";

  private record Ran(int exit, String output) {}

  @BeforeAll
  static void exportAndImport() throws Exception {
    Console console = console();
    try (TinyRegistry source = new TinyRegistry(SignedRelease.REPOSITORY)) {
      SignedRelease release = new SignedRelease(source, KEY);
      index = release.index.digest().toString();
      modelManifest = release.model.digest().toString();
      modelSignature = release.modelFilesManifest.toString();
      kit =
          new KitExport(
                  source.uri(),
                  ImageReference.parse(SignedRelease.REPOSITORY + ":v1.0.0"),
                  Trust.in(KEY.verificationKey()),
                  EvidencePolicy.NONE,
                  Optional.empty(),
                  Optional.empty(),
                  console)
              .to(folder.resolve("kit.tar"))
              .file();
    }
    Files.write(folder.resolve("release.pub"), KEY.verificationKey().pem());
    if (isThere("docker-registry")) {
      startRegistry();
      KitImport.verified(kit, Optional.of(KEY.verificationKey()), EvidencePolicy.NONE, console)
          .to(Destination.parse(registry), Credentials.anonymous());
    }
  }

  private static void startRegistry() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    registry = "127.0.0.1:" + port;
    Path config = folder.resolve("registry.yaml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: error}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: %s}
        """
            .formatted(folder.resolve("registry"), registry));
    Process started =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    server = started;
    for (int i = 0; i < 600 && !answers(port); i++) {
      assertThat(started.waitFor(100, TimeUnit.MILLISECONDS)).as("docker-registry ended").isFalse();
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.destroy();
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"cosign-2", "cosign-3"})
  void verifiesWithCosignAlone(String name) throws Exception {
    requireRegistry();
    Path cosign = cosign(name);

    Ran verified = run(cosign.toString(), "verify", "--key", "release.pub", subject());
    Files.write(folder.resolve("other.pub"), SigningKey.generate().verificationKey().pem());
    Ran refused = run(cosign.toString(), "verify", "--key", "other.pub", subject());

    assertThat(verified.exit()).as(verified.output()).isZero();
    assertThat(refused.exit()).as(refused.output()).isNotZero();
  }

  /** The model and its signature as files, which OpenSSF's own program holds against each other. */
  @Test
  void verifiesTheModelWithModelSigning() throws Exception {
    requireRegistry();
    Path oras = tool("MINTMARK_OCI_CLIENTS", "", "oras", "get-oci-clients.sh");
    Path program =
        tool(
            "MINTMARK_MODEL_SIGNING", "model-signing/bin", "model_signing", "get-model-signing.sh");
    String repository = registry + "/" + SignedRelease.REPOSITORY + "@";
    String[] pull = {oras.toString(), "pull", "--plain-http", "-o"};

    Ran model = run(pull[0], pull[1], pull[2], pull[3], "model", repository + modelManifest);
    Ran signature = run(pull[0], pull[1], pull[2], pull[3], ".", repository + modelSignature);

    assertThat(model.exit()).as(model.output()).isZero();
    assertThat(signature.exit()).as(signature.output()).isZero();
    String[] words = {program.toString(), "verify", "key", "model", "--signature", "model.sig"};
    List<String> verify = new ArrayList<>(List.of(words));
    verify.addAll(List.of("--public_key", "release.pub"));
    Ran verified = plainly(verify);
    assertThat(verified.output()).contains("Verification succeeded");
    Files.writeString(folder.resolve("model/model.onnx"), "another");
    assertThat(plainly(verify).output()).contains("Verification failed", "model.onnx");
  }

  /** A program of the folder or file that the variable names, else of what the script fetched. */
  private static Path tool(String variable, String below, String name, String script) {
    String tools = Path.of("../../target/tools").toAbsolutePath().normalize().toString();
    Path named = Path.of(System.getenv().getOrDefault(variable, Path.of(tools, below).toString()));
    Path program = Files.isDirectory(named) ? named.resolve(name) : named;
    Assumptions.assumeTrue(
        Files.isExecutable(program),
        "%s is not there; run contract-tests/tools/%s %s, or name it in %s"
            .formatted(program, script, tools, variable));
    return program;
  }

  @Test
  void importsAgainWithoutSendingAnything() throws Exception {
    requireRegistry();

    Imported again =
        KitImport.verified(kit, Optional.of(KEY.verificationKey()), EvidencePolicy.NONE, console())
            .to(Destination.parse(registry), Credentials.anonymous());

    assertThat(again.sent()).isZero();
  }

  @Test
  void isAnOciArchiveForSkopeo() throws Exception {
    Assumptions.assumeTrue(isThere("skopeo"), "skopeo is not there; apt install skopeo");

    Ran raw = run("skopeo", "inspect", "--raw", "oci-archive:" + kit + ":v1.0.0");

    assertThat(raw.exit()).as(raw.output()).isZero();
    assertThat(raw.output()).contains("dev.mintmark.model.cpu-amd64");
  }

  /** The commands of INSTRUCTIONS.txt that need neither a registry nor cosign, as they stand. */
  @Test
  void verifiesWithOpensslAsTheInstructionsSay() throws Exception {
    Assumptions.assumeTrue(isThere("openssl"), "openssl is not there; apt install openssl");
    String instructions = new String(Tars.read(kit).getFirst().content(), UTF_8);
    List<String> commands =
        instructions
            .lines()
            .filter(line -> line.matches("\\s+(tar|base64|openssl) .*"))
            .map(String::strip)
            .toList();
    assertThat(commands).hasSize(4);

    Ran ran = run("sh", "-ec", String.join("\n", commands));

    assertThat(ran.exit()).as(ran.output()).isZero();
    assertThat(ran.output()).contains("Verified OK", Fingerprint.of(KEY.verificationKey()));
  }

  private static String subject() {
    return registry + "/" + SignedRelease.REPOSITORY + "@" + index;
  }

  private static void requireRegistry() {
    Assumptions.assumeTrue(
        !registry.isEmpty(), "docker-registry is not there; apt install docker-registry");
  }

  private static Path cosign(String name) {
    String tools =
        System.getenv().getOrDefault("MINTMARK_COSIGN", "../../contract-tests/target/tools");
    Path cosign = Path.of(tools, name).toAbsolutePath().normalize();
    Assumptions.assumeTrue(
        Files.isExecutable(cosign),
        name + " is not in " + tools + "; run contract-tests/tools/get-cosign.sh " + tools);
    return cosign;
  }

  private static boolean isThere(String program) {
    for (String place : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (Files.isExecutable(Path.of(place, program))) {
        return true;
      }
    }
    return false;
  }

  /** In the test's folder; a home of its own, so that no trust root of somebody's helps. */
  private static Ran run(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(words));
    if (words[1].equals("verify")) {
      command.addAll(2, List.of("--insecure-ignore-tlog", "--allow-http-registry"));
    }
    return plainly(command);
  }

  private static Ran plainly(List<String> command) throws Exception {
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("HOME", folder.toString());
    int exit = builder.start().waitFor();
    return new Ran(exit, Files.readString(output));
  }

  private static Console console() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return new Console(nowhere, nowhere, false, false, false);
  }
}
