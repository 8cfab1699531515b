package dev.mintmark.contract.rebuild;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.contract.line.Command;
import dev.mintmark.contract.line.Inputs;
import dev.mintmark.contract.line.Line;
import dev.mintmark.contract.line.Log;
import dev.mintmark.embedded.server.Folders;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real release is made again, byte for byte, whatever has happened since: every recorded output
 * deleted, another time zone, locale and umask, other code. And what is not the same is found.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RebuildIT {
  private static final String RELEASE = "face-detect:v1.0.0";
  private static final String OTHER = "face-detect:v1.1.0";
  @TempDir static Path folder;
  private static Line line;
  private static StoredObjects objects;

  @BeforeAll
  static void publish() {
    Inputs.require();
    line = Line.start(folder.resolve("home"));
    objects = new StoredObjects(line.home());
    for (String version : new String[] {"v1.0.0", "v1.1.0"}) {
      Command build = line.build(version);
      assertThat(build.exit()).as(build::toString).isZero();
    }
  }

  @AfterAll
  static void stop() {
    if (line != null) {
      line.close();
    }
  }

  @Test
  @Order(1)
  void isIdenticalAndTheVerdictIsSignedAndBesideTheImage() {
    Rebuilt rebuilt = Rebuilt.of(line, RELEASE);

    assertIdentical(rebuilt);
    assertThat(rebuilt.command().errors())
        .as("as what made it")
        .contains("sbom                 recorded toolchain");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> {
          Command show = line.mintmark("rebuild", "show", rebuilt.run(), "--json");
          assertThat(Line.json(show.output()).at("/releases/0/attested").asBoolean())
              .as(show::toString)
              .isTrue();
        });
  }

  @Test
  @Order(2)
  void findsOneFlippedBitInARecordedOutputAndNamesIt() {
    JsonNode release = line.show(RELEASE);
    String flipped = outputOf(release, "layer");
    objects.flip(flipped);

    Rebuilt rebuilt = Rebuilt.of(line, RELEASE);

    // The store gives no damaged byte away, so there is nothing to compare: never identical.
    assertThat(rebuilt.outcome()).as(rebuilt::toString).isEqualTo("UNDECIDED");
    assertThat(rebuilt.command().exit()).isEqualTo(3);
    assertThat(rebuilt.withVerdict("UNDECIDED"))
        .as("only the one, wherever it is named")
        .isNotEmpty()
        .allMatch(role -> role.contains("layer") || role.contains("objects["));
  }

  @Test
  @Order(3)
  void goesOnWhileStepsDieAndReleasesAreBuilt() {
    line.request("v1.2.0");
    CompletableFuture<Void> killed =
        CompletableFuture.runAsync(() -> new Worker(line.home(), "converter-quantizer").kill());

    Rebuilt rebuilt = Rebuilt.of(line, OTHER);

    killed.join();
    assertIdentical(rebuilt);
    assertThat(rebuilt.command().errors()).contains("ended with exit code 137, started again");
    assertThat(line.end("face-detect:v1.2.0")).isEqualTo("published");
  }

  @Test
  @Order(4)
  void isIdenticalWithEveryRecordedOutputGoneElsewhereOnEarthUnderOtherCode() throws Exception {
    JsonNode release = line.show(OTHER);
    Set<String> outputs = objects.outputs(release);
    assertThat(outputs).hasSizeGreaterThan(20);
    line.close();
    outputs.forEach(objects::delete);
    Path patched =
        PatchedCheckout.make(
            folder.resolve("checkout"), "sbom", "training environment", "training environ_ent");
    line =
        Line.start(
            folder.resolve("home"),
            Map.of(
                "MINTMARK_ROOT",
                patched.toString(),
                "TZ",
                "Pacific/Chatham",
                "LANG",
                "tr_TR.UTF-8",
                "MINTMARK_NOISE",
                "1"),
            "0027");

    Rebuilt rebuilt = Rebuilt.of(line, OTHER);

    assertIdentical(rebuilt);
    assertThat(rebuilt.command().errors()).contains("files fetched");
    assertThat(outputs).as("nobody brought them back").noneMatch(objects::isThere);
  }

  @Test
  @Order(5)
  void isChangedAsWhatTheCodeIsNow() {
    Rebuilt rebuilt = Rebuilt.of(line, OTHER, "--current");

    assertThat(rebuilt.outcome()).as(rebuilt::toString).isEqualTo("TOOLCHAIN_CHANGED");
    assertThat(rebuilt.command().exit()).isEqualTo(3);
    assertThat(rebuilt.withVerdict("TOOLCHAIN_CHANGED"))
        .anyMatch(role -> role.startsWith("sbom ") && role.contains("sbom"))
        .noneMatch(role -> role.startsWith("image-builder"));
  }

  @Test
  @Order(6)
  void refusesWhereTheRecordedToolchainsDocumentIsGone() {
    String document = toolchain(OTHER, TopicCatalogue.SBOM_PUBLISHED);
    JsonNode before = runs();
    objects.hide(document);
    try {
      Command refused = line.mintmark("rebuild", OTHER, "--json");

      assertThat(refused.exit()).as(refused::toString).isEqualTo(3);
      assertThat(refused.output() + refused.errors())
          .contains("LDG-032", OTHER, "sbom", document, "restore that artifact");
    } finally {
      objects.restore(document);
    }
    assertThat(runs()).as("nothing was ordered").isEqualTo(before);
  }

  @Test
  @Order(7)
  void saysThatTheRecordedDistributionIsGoneAndBlamesTheOneThatRan() throws Exception {
    String document = toolchain(OTHER, TopicCatalogue.SBOM_PUBLISHED);
    String distribution =
        Line.json(new String(objects.read(document), UTF_8)).path("distribution").asText();
    int before = runs().size();
    // What an earlier rebuild has fetched.
    Folders.delete(line.home().resolve("toolchains"));
    objects.hide(distribution);
    try {
      Rebuilt rebuilt = Rebuilt.of(line, OTHER);

      assertThat(rebuilt.command().errors())
          .containsOnlyOnce("its recorded toolchain is gone (" + distribution)
          .contains("sbom                 present toolchain");
      assertThat(rebuilt.outcome()).as(rebuilt::toString).isEqualTo("TOOLCHAIN_CHANGED");
      assertThat(rebuilt.command().exit()).isEqualTo(3);
      assertThat(rebuilt.withVerdict("TOOLCHAIN_CHANGED"))
          .contains("sbom toolchain")
          .noneMatch(role -> role.startsWith("image-builder"));
    } finally {
      objects.restore(distribution);
    }
    assertThat(runs()).as("one run more").hasSize(before + 1);
  }

  @Test
  @Order(8)
  void saysWhichInputIsGone() {
    String gone = objects.inputs(line.show(OTHER)).iterator().next();
    objects.delete(gone);

    Rebuilt rebuilt = Rebuilt.of(line, OTHER);

    assertThat(rebuilt.outcome()).as(rebuilt::toString).isEqualTo("MISSING_INPUT");
    assertThat(rebuilt.command().exit()).isEqualTo(3);
    assertThat(rebuilt.release().toString()).contains(gone);
  }

  /** What a step ran as on the line. */
  private static String toolchain(String release, Topic handOff) {
    return Log.read(line.bootstrapServers()).stream()
        .filter(message -> message.topic().equals(handOff.name()))
        .filter(message -> Log.key(message).equals(release))
        .map(message -> message.headers().lastHeader("mintmark_toolchain").value())
        .map(value -> new String(value, UTF_8))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode runs() {
    Command list = line.mintmark("rebuild", "list", "--json");
    assertThat(list.exit()).as(list::toString).isZero();
    return Line.json(list.output()).path("rebuilds");
  }

  private static void assertIdentical(Rebuilt rebuilt) {
    assertThat(rebuilt.outcome()).as(rebuilt::toString).isEqualTo("IDENTICAL");
    assertThat(rebuilt.command().exit()).as(rebuilt::toString).isZero();
    assertThat(rebuilt.artifacts()).isGreaterThan(20);
    assertThat(rebuilt.withVerdict("IDENTICAL")).hasSize(rebuilt.artifacts());
  }

  private static String outputOf(JsonNode release, String role) {
    for (JsonNode handOff : release.path("handOffs")) {
      for (JsonNode use : handOff.path("artifacts")) {
        if (use.path("role").asText().contains(role)
            && objects.outputs(release).contains(use.path("digest").asText())) {
          return use.path("digest").asText();
        }
      }
    }
    throw new AssertionError("no " + role + " in " + release);
  }
}
